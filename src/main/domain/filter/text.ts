import type { Pattern } from './filter.ts'

const isPlain = (text: string): boolean => /^[\u0000-\u007f]*$/.test(text) // oxlint-disable-line no-control-regex -- the range is ASCII

/**
 * Compares texts without regard to case: an ASCII pattern folds ASCII letters only, which SQLite does quickly by itself; any other pattern
 * uses Unicode folding.
 */
const foldPlain = (text: string): string => text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
export const foldFully = (text: string): string => text.normalize('NFC').toLowerCase()

export const foldFor = (pattern: Pattern): ((text: string) => string) => (isPlain(pattern.text) ? foldPlain : foldFully)

export const needsFullFolding = (pattern: Pattern): boolean => !isPlain(pattern.text)

const lettersAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)

/**
 * Returns true when a pattern of `*` (any characters) and `?` (one) matches the whole text. It backtracks to the last star only, so it
 * takes at most text times pattern steps; a regular expression would take years for some patterns.
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

/** Compiles a pattern. With `ending`, a file extension may follow the match: `*_7` finds `alice_7.jpg`. */
export function textMatcher(pattern: Pattern, ending = false): (text: string) => boolean {
  const fold = foldFor(pattern)
  const sought = fold(pattern.text)
  if (!pattern.glob) return (text) => fold(text).includes(sought)
  return (text) => {
    const folded = fold(text)
    return covers(sought, folded) || (ending && covers(`${sought}.*`, folded))
  }
}
