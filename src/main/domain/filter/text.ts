import type { Pattern } from './filter.ts'

const isPlain = (text: string): boolean => /^[\u0000-\u007f]*$/.test(text) // oxlint-disable-line no-control-regex -- the range is ASCII

/**
 * How texts are compared without regard to case: words of plain letters against plain letters, which SQLite does by itself and
 * quickly; anything else with all that Unicode knows of letters.
 */
const foldPlain = (text: string): string => text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
export const foldFully = (text: string): string => text.normalize('NFC').toLowerCase()

export const foldFor = (pattern: Pattern): ((text: string) => string) => (isPlain(pattern.text) ? foldPlain : foldFully)

export const needsFullFolding = (pattern: Pattern): boolean => !isPlain(pattern.text)

const lettersAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)

/**
 * Whether a pattern of `*` (any letters) and `?` (one) covers a whole text. It goes back to the last star only, so that none takes
 * more steps than text times pattern: an expression would take years for some.
 */
export function covers(pattern: string, text: string): boolean {
  let [at, place, star, back] = [0, 0, -1, 0]
  while (place < text.length) {
    const sign = pattern[at]
    if (sign === '*') {
      star = at
      at += 1
      back = place
    } else if (sign === '?' || sign === text[place]) {
      at += 1
      place += sign === '?' ? lettersAt(text, place) : 1
    } else if (star < 0) return false
    else {
      back += lettersAt(text, back)
      at = star + 1
      place = back
    }
  }
  while (pattern[at] === '*') at += 1
  return at === pattern.length
}

/** `ending`: a file's ending may follow, so that `*_7` finds `alice_7.jpg`. */
export function textMatcher(pattern: Pattern, ending = false): (text: string) => boolean {
  const fold = foldFor(pattern)
  const sought = fold(pattern.text)
  if (!pattern.glob) return (text) => fold(text).includes(sought)
  return (text) => {
    const folded = fold(text)
    return covers(sought, folded) || (ending && covers(`${sought}.*`, folded))
  }
}
