const LETTER = String.raw`[\p{L}\p{N}_]`
const escaped = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

const wordPattern = (word: string, flags: string): RegExp =>
  new RegExp(`(?<!${LETTER})${escaped(word)}(?!${LETTER})`, flags)

/** Returns true when the text has the word on its own and in this case: trainers compare letters, not meanings. */
export const hasWord = (text: string, word: string): boolean => wordPattern(word, 'u').test(text)

/** Counts how often a text has the word on its own. */
export const countWord = (text: string, word: string): number => [...text.matchAll(wordPattern(word, 'gu'))].length

/** Placeholders that other tools use for the trigger word. */
const PLACEHOLDER = /\[(?:trigger|name)\]/gi

export const hasPlaceholder = (text: string): boolean => new RegExp(PLACEHOLDER.source, 'i').test(text)

/** Puts the trigger word into a text: in place of a placeholder or a misspelling, otherwise at the start. */
export function withTrigger(text: string, trigger: string): string {
  // A function as the replacement keeps “$&” in the trigger from being read as a pattern.
  const filled = text.replaceAll(PLACEHOLDER, () => trigger)
  if (hasWord(filled, trigger)) return filled
  const wrong = misspeltTrigger(filled, trigger)
  return wrong === null ? `${trigger}, ${filled}` : filled.replace(wordPattern(wrong, 'u'), () => trigger)
}

/** Shortest trigger checked for typos: a shorter one is a letter away from too many words. */
const LEAST_MISSPELT = 4

/**
 * Returns a word that looks like a misspelling of a missing trigger: it differs in case, or by one letter. Returns null when there is none.
 */
export function misspeltTrigger(text: string, trigger: string): string | null {
  if (trigger === '' || hasWord(text, trigger)) return null
  const sought = trigger.toLowerCase()
  const words = text.match(/[\p{L}\p{N}_]+/gu) ?? []
  const isNear = (word: string): boolean =>
    word.toLowerCase() === sought ||
    (trigger.length >= LEAST_MISSPELT && word[0]?.toLowerCase() === sought[0] && isOneOff(word.toLowerCase(), sought))
  return words.find(isNear) ?? null
}

/** Returns true when one letter was added, removed or replaced, or two neighbours were swapped. */
function isOneOff(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let from = 0
  while (from < a.length && a[from] === b[from]) from++
  const rest = (text: string, skip: number): string => text.slice(from + skip)
  return (
    rest(a, 1) === rest(b, 1) ||
    rest(a, 1) === rest(b, 0) ||
    rest(a, 0) === rest(b, 1) ||
    (a[from] === b[from + 1] && a[from + 1] === b[from] && rest(a, 2) === rest(b, 2))
  )
}

/** Default trigger word: a single token of CLIP that is not a word. */
export const DEFAULT_TRIGGER = 'ohwx'
