const LETTER = String.raw`[\p{L}\p{N}_]`
const escaped = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

const wordPattern = (word: string, flags: string): RegExp =>
  new RegExp(`(?<!${LETTER})${escaped(word)}(?!${LETTER})`, flags)

/** As a word of its own, its case included: trainers compare letters, not meanings. */
export const hasWord = (text: string, word: string): boolean => wordPattern(word, 'u').test(text)

/** How often a word stands in a text, as a word of its own. */
export const countWord = (text: string, word: string): number => [...text.matchAll(wordPattern(word, 'gu'))].length

/** What other tools write where the trigger is to stand. */
const PLACEHOLDER = /\[(?:trigger|name)\]/gi

export const hasPlaceholder = (text: string): boolean => new RegExp(PLACEHOLDER.source, 'i').test(text)

/** The text with the trigger in it: in place of a placeholder or of what was meant to be it, else before all else. */
export function withTrigger(text: string, trigger: string): string {
  // By functions: a text's “$&” would be read as a pattern.
  const filled = text.replaceAll(PLACEHOLDER, () => trigger)
  if (hasWord(filled, trigger)) return filled
  const wrong = misspeltTrigger(filled, trigger)
  return wrong === null ? `${trigger}, ${filled}` : filled.replace(wordPattern(wrong, 'u'), () => trigger)
}

/** Shorter ones are a letter away from too many words. */
const LEAST_MISSPELT = 4

/** A word in a text without the trigger that was meant to be it: its case is another, or one letter. Null: there is none. */
export function misspeltTrigger(text: string, trigger: string): string | null {
  if (trigger === '' || hasWord(text, trigger)) return null
  const sought = trigger.toLowerCase()
  const words = text.match(/[\p{L}\p{N}_]+/gu) ?? []
  const isNear = (word: string): boolean =>
    word.toLowerCase() === sought ||
    (trigger.length >= LEAST_MISSPELT && word[0]?.toLowerCase() === sought[0] && isOneOff(word.toLowerCase(), sought))
  return words.find(isNear) ?? null
}

/** One letter more, less, or another; or two that changed places. */
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

/** The trigger where nobody has chosen one: a single token of CLIP, and no word. */
export const DEFAULT_TRIGGER = 'ohwx'
