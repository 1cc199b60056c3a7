import type { Pattern } from './filter.ts'

const isPlain = (text: string): boolean => /^[\u0000-\u007f]*$/.test(text) // oxlint-disable-line no-control-regex -- the range is ASCII

/**
 * How texts are compared without regard to case: words of plain letters against plain letters, which SQLite does by itself and
 * quickly; anything else with all that Unicode knows of letters.
 */
export const foldPlain = (text: string): string => text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
export const foldFully = (text: string): string => text.normalize('NFC').toLowerCase()

export const foldFor = (pattern: Pattern): ((text: string) => string) => (isPlain(pattern.text) ? foldPlain : foldFully)

export const needsFullFolding = (pattern: Pattern): boolean => !isPlain(pattern.text)

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)

/** `ending`: a file's ending may follow, so that `*_7` finds `alice_7.jpg`. */
export function textMatcher(pattern: Pattern, ending = false): (text: string) => boolean {
  const fold = foldFor(pattern)
  const sought = fold(pattern.text)
  if (!pattern.glob) return (text) => fold(text).includes(sought)
  const body = Array.from(sought, (char) => (char === '*' ? '.*' : char === '?' ? '.' : escaped(char))).join('')
  const whole = new RegExp(`^${body}${ending ? String.raw`(?:\..*)?` : ''}$`, 'su')
  return (text) => whole.test(fold(text))
}
