/** Splits two texts, by whole words, into their common start and end and the differing middle of each. */
export function differenceOf(before: string, after: string) {
  const [a, b] = [before, after].map((text) => text.split(/(?<=\s)/))
  if (!a || !b) return { start: '', from: before, to: after, end: '' }
  const most = Math.min(a.length, b.length)
  let start = 0
  while (start < most && a[start] === b[start]) start++
  let end = 0
  while (end < most - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const between = (words: readonly string[]): string => words.slice(start, words.length - end).join('')
  return {
    start: a.slice(0, start).join(''),
    from: between(a),
    to: between(b),
    end: a.slice(a.length - end).join(''),
  }
}
