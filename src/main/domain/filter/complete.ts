import {
  choiceNames,
  choiceOf,
  FLAGS,
  isChoiceField,
  isNumberField,
  isTextField,
  KEYS,
  keyOf,
  NUMBERS,
} from './fields.ts'
import { printText } from './print.ts'

/** A suggestion for the end of a text. */
interface Completion {
  /** The suggested text. */
  readonly text: string
  /** A `key` is followed by a value. */
  readonly kind: 'key' | 'flag' | 'value'
}

export interface Completions {
  /** Index from which the text is replaced. */
  readonly from: number
  readonly items: readonly Completion[]
}

/** Names that depend on the library. */
export interface Vocabulary {
  readonly actors: readonly string[]
  readonly prompts: readonly string[]
}

const EXAMPLES = {
  share: ['<0.6', '<0.8', '>=0.9'],
  px: ['<768', '<1024', '>=1024'],
  bytes: ['<100kb', '>1mb', '>2mb'],
  day: [],
  count: ['<8', '>60'],
} as const
const MOST = 8

/** Returns the index where the last word begins; quoted text is one word. */
function lastWord(text: string): number {
  let from = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === '\\' && quoted) at++
    else if (char === '"') quoted = !quoted
    else if (!quoted && /[\s()]/.test(char)) from = at + 1
  }
  return text.charAt(from) === '-' ? from + 1 : from
}

/** Returns the names that begin with the typed text, then those that contain it. */
function closest(names: readonly string[], typed: string): readonly string[] {
  const sought = typed.toLowerCase()
  const begin = names.filter((name) => name.toLowerCase().startsWith(sought))
  if (begin.length >= MOST) return begin.slice(0, MOST)
  const hold = names.filter((name) => !name.toLowerCase().startsWith(sought) && name.toLowerCase().includes(sought))
  return [...begin, ...hold].slice(0, MOST)
}

function valuesOf(key: string, typed: string, { actors, prompts }: Vocabulary): readonly string[] {
  if (isChoiceField(key)) {
    const done = typed.slice(0, typed.lastIndexOf(',') + 1)
    return closest(choiceNames(key), typed.slice(done.length)).map((name) => `${done}${name}`)
  }
  if (isNumberField(key)) return EXAMPLES[NUMBERS[key]].filter((each) => each.startsWith(typed))
  if (key === 'caption') return ['none', 'any'].filter((each) => each.startsWith(typed))
  if (!isTextField(key) || key === 'name') return []
  const bare = typed.replace(/^"/, '')
  return closest(key === 'actor' ? actors : prompts, bare).map(printText)
}

const HEADS: readonly Completion[] = [
  ...KEYS.map((key): Completion => ({ text: `${key}:`, kind: 'key' })),
  ...FLAGS.map((flag): Completion => ({ text: flag, kind: 'flag' })),
]

/** Returns true when the word may still become a key, a flag, or a key with a value. */
function isUnfinished(word: string): boolean {
  const colon = word.indexOf(':')
  if (colon < 0) return word !== '' && HEADS.some((head) => head.text.startsWith(word) && head.text !== word)
  const key = keyOf(word.slice(0, colon))
  if (!KEYS.includes(key)) return false
  const value = word.slice(word.lastIndexOf(',') > colon ? word.lastIndexOf(',') + 1 : colon + 1)
  if (isChoiceField(key))
    return choiceOf(key, value) === undefined && choiceNames(key).some((name) => name.startsWith(value))
  return isNumberField(key) ? /^[<>]?=?$/.test(value) : value === '' || value === '"'
}

/** Removes an unfinished word from the end of the text, since it may not mean yet what the user is typing. */
export function withoutUnfinished(text: string): string {
  const from = lastWord(text)
  const unfinished = isUnfinished(text.slice(from).toLowerCase())
  return unfinished ? text.slice(0, from).replace(/(^|[\s(])-$/, '$1') : text
}

/** Returns suggestions for the last word: keys and flags first, then values of a key. */
export function completionsAt(text: string, vocabulary: Vocabulary): Completions {
  const from = lastWord(text)
  const word = text.slice(from)
  const colon = word.indexOf(':')
  if (colon > 0) {
    const written = word.slice(0, colon + 1)
    const values = valuesOf(keyOf(word.slice(0, colon)), word.slice(colon + 1), vocabulary)
    const items = values.map((value): Completion => ({ text: `${written}${value}`, kind: 'value' }))
    return { from, items: items.filter((item) => item.text !== word) }
  }
  if (word.startsWith('"')) return { from, items: [] }
  const wanted = word.toLowerCase()
  const begin = HEADS.filter((head) => head.text.startsWith(wanted))
  // A user who types "blur" or "gaze" means the issue.
  const values =
    wanted.length < 2
      ? []
      : KEYS.filter(isChoiceField).flatMap((key) =>
          choiceNames(key)
            .filter((name) => name !== 'none' && name !== 'any' && name.includes(wanted))
            .map((name): Completion => ({ text: `${key}:${name}`, kind: 'value' })),
        )
  const actors =
    wanted.length < 2
      ? []
      : closest(vocabulary.actors, word)
          .slice(0, 3)
          .map((actor): Completion => ({ text: `actor:${printText(actor)}`, kind: 'value' }))
  const items = [...begin, ...values, ...actors].filter((item) => item.text !== wanted)
  return { from, items: items.slice(0, word === '' ? HEADS.length : MOST) }
}
