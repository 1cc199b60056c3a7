import {
  type ChoiceField,
  choiceNames,
  choiceOf,
  isChoiceField,
  isFlag,
  isNumberField,
  isTextField,
  KEYS,
  keyOf,
  LIKE,
} from './fields.ts'
import type { Filter, Pattern } from './filter.ts'
import { exampleOf, readInterval } from './numbers.ts'
import { Mistake, type Word } from './tokens.ts'

const patternOf = ({ value, quoted }: Word): Pattern => ({ text: value, glob: !quoted && /[*?]/.test(value) })

const list = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`

/** Returns the number of letters to add, drop or change; finds what a typo was meant to be. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of a.split('').entries()) {
    const next = [i + 1]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swap))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

function nearest(typed: string, names: readonly string[]): string | undefined {
  const near = names
    .map((name) => ({ name, away: name.startsWith(typed) ? 0.5 : distance(typed, name) }))
    .toSorted((a, b) => a.away - b.away)[0]
  return near && near.away <= 2 ? near.name : undefined
}

function choiceFilter(field: ChoiceField, word: Word): Filter {
  const names = choiceNames(field)
  if (word.value === '') throw new Mistake(`Choose a ${field}: ${list(names)}.`, word)
  const parts = word.value.split(',').map((typed): Filter => {
    const choice = choiceOf(field, typed)
    if (choice !== undefined) return { kind: 'choice', field, choice }
    const meant = nearest(typed.toLowerCase(), names)
    throw new Mistake(
      `There is no ${field} “${typed}”. ${meant === undefined ? `Write ${list(names)}.` : `Did you mean ${field}:${meant}?`}`,
      word.valueAt,
    )
  })
  const [only] = parts
  return parts.length === 1 && only ? only : { kind: 'any', of: parts }
}

const CAPTION_CHOICES = {
  none: { kind: 'number', field: 'words', min: { value: 0, open: false }, max: { value: 0, open: false } },
  any: { kind: 'number', field: 'words', min: { value: 0, open: true }, max: null },
} as const satisfies Readonly<Record<string, Filter>>

/** Returns true for the words that stand for having a caption or none, unless they are quoted. */
export const isCaptionChoice = (word: string): word is keyof typeof CAPTION_CHOICES =>
  Object.hasOwn(CAPTION_CHOICES, word)

/** Returns the condition of a word. Throws a `Mistake`. */
export function readTerm(word: Word): Filter {
  if (word.key === null) {
    const lower = word.value.toLowerCase()
    if (!word.quoted && isFlag(lower)) return { kind: 'flag', flag: lower }
    return { kind: 'word', pattern: patternOf(word) }
  }
  const key = keyOf(word.key)
  if (isChoiceField(key)) return choiceFilter(key, word)
  if (isNumberField(key)) {
    const interval = readInterval(key, word.value)
    if (!interval) {
      const example = exampleOf(key)
      throw new Mistake(
        `Write ${key}: with a number such as ${example}, after <, <=, > or >= if you like, or with two and .. between them.`,
        word.value === '' ? word : word.valueAt,
      )
    }
    return { kind: 'number', field: key, ...interval }
  }
  if (key === LIKE) {
    if (word.value === '') throw new Mistake('Enter words after like:, or the name of an image.', word)
    return { kind: 'like', sought: word.value }
  }
  if (isTextField(key)) {
    if (word.value === '') throw new Mistake(`Enter a value after ${key}:`, word)
    if (key === 'caption' && !word.quoted && isCaptionChoice(word.value)) return CAPTION_CHOICES[word.value]
    return { kind: 'text', field: key, pattern: patternOf(word) }
  }
  const meant = nearest(key, KEYS)
  throw new Mistake(
    `There is no filter “${word.key}:”. ${
      meant === undefined ? `Put it in quotes to search for it as a word.` : `Did you mean ${meant}:?`
    }`,
    { from: word.from, to: word.valueAt.from },
  )
}
