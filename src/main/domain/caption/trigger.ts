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

/** The text with the trigger in it: in place of a placeholder, else before all else. */
export function withTrigger(text: string, trigger: string): string {
  const filled = text.replaceAll(PLACEHOLDER, trigger)
  return hasWord(filled, trigger) ? filled : `${trigger}, ${filled}`
}

/** The trigger where nobody has chosen one: a single token of CLIP, and no word. */
export const DEFAULT_TRIGGER = 'ohwx'
