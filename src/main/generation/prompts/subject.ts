import { z } from 'zod'

/** The words with which a prompt refers to the actor. `words` is a noun phrase with its article: "a teenage boy of European descent". */
export interface Subject {
  readonly words: string
  /** "his", "her", "their". */
  readonly possessive: string
  /** "he", "she", "they". */
  readonly pronoun: string
  /** "him", "her", "them". */
  readonly object: string
}

type Gender = 'male' | 'female' | null

const PRONOUNS = {
  male: { possessive: 'his', pronoun: 'he', object: 'him' },
  female: { possessive: 'her', pronoun: 'she', object: 'her' },
  none: { possessive: 'their', pronoun: 'they', object: 'them' },
} as const

const GENDERS: ReadonlyMap<string, Gender> = new Map<string, Gender>([
  ...(['nonbinary', 'non binary', 'non-binary', 'androgynous', 'person', 'other'] as const).map(
    (word) => [word, null] as const,
  ),
  ...(['male', 'man', 'boy', 'm'] as const).map((word) => [word, 'male'] as const),
  ...(['female', 'woman', 'girl', 'f'] as const).map((word) => [word, 'female'] as const),
])

/** Greatest ages in years for each noun, for a male, a female and a person of unknown or no gender. */
const AGES: readonly (readonly [upTo: number, male: string, female: string, either: string])[] = [
  [2, 'a toddler boy', 'a toddler girl', 'a toddler'],
  [12, 'a young boy', 'a young girl', 'a child'],
  [17, 'a teenage boy', 'a teenage girl', 'a teenager'],
  [34, 'a young man', 'a young woman', 'a young adult'],
  [44, 'a man', 'a woman', 'an adult'],
  [64, 'a middle-aged man', 'a middle-aged woman', 'a middle-aged person'],
  [Number.POSITIVE_INFINITY, 'an elderly man', 'an elderly woman', 'an elderly person'],
]

/** A typical age for each word that describes an age. */
const AGE_WORDS: ReadonlyMap<string, number> = new Map([
  ['toddler', 2],
  ['child', 8],
  ['kid', 8],
  ['teen', 15],
  ['teenager', 15],
  ['young', 25],
  ['young adult', 25],
  ['adult', 40],
  ['middle-aged', 55],
  ['middle aged', 55],
  ['elderly', 75],
  ['old', 75],
  ['senior', 75],
])

const ORIGINS: ReadonlyMap<string, string> = new Map([
  ['mixed', 'of mixed heritage'],
  ['multiracial', 'of mixed heritage'],
  ['black', 'of African descent'],
  ['white', 'of European descent'],
  ['caucasian', 'of European descent'],
  ['latino', 'of Latin American descent'],
  ['latina', 'of Latin American descent'],
  ['latin', 'of Latin American descent'],
])

/** Form `{number}_{ethnicity}_{age}_{gender}`, the ethnicity in one or more words. */
const DESCRIPTIVE_ID = /^\d+_([\p{L}_]+?)_(\d{1,3})_([\p{L}_]+)$/u

const Text = z.string().trim().min(1).optional().catch(undefined)
/** Fields of `actor.json` that describe the actor. Anything else in it, or of another type, is ignored. */
const ActorFile = z
  .object({
    subject: Text,
    name: Text,
    gender: Text,
    ethnicity: Text,
    age: z
      .union([z.number().min(0), z.string()])
      .optional()
      .catch(undefined),
  })
  .catch({ subject: undefined, name: undefined, gender: undefined, ethnicity: undefined, age: undefined })

const words = (text: string): string =>
  text
    .replaceAll(/[{}]/g, '')
    .replaceAll(/[\s_]+/g, ' ')
    .trim()

function ageOf(age: number | string | undefined): number | null {
  if (typeof age !== 'string') return age ?? null
  const years = /^\s*(\d{1,3})\b/.exec(age)?.[1]
  return years === undefined ? (AGE_WORDS.get(words(age).toLowerCase()) ?? null) : Number(years)
}

function origin(ethnicity: string | undefined): string {
  const plain = words(ethnicity ?? '').toLowerCase()
  if (plain === '' || plain === 'unknown' || plain === 'other') return ''
  const titled = plain.replaceAll(/(^|[ -])\p{L}/gu, (letter) => letter.toUpperCase())
  return ` ${ORIGINS.get(plain) ?? `of ${titled} descent`}`
}

function person(age: number, gender: Gender, ethnicity: string | undefined): string {
  const [, male, female, either] = AGES.find(([upTo]) => age <= upTo) ?? AGES[AGES.length - 1]!
  return `${gender === 'male' ? male : gender === 'female' ? female : either}${origin(ethnicity)}`
}

const DETERMINED = /^(an?|the|this|that|one|his|her|their|my|our)\s/i
/** Words written with a vowel but spoken with a consonant, and the reverse. */
const SPOKEN_CONSONANT = /^(uni([^nm]|$)|use|usu|eu|ewe|one\b|once\b)/i
const SPOKEN_VOWEL = /^(hour|honest|honou?r|heir)/i

/** Adds an article: "tall knight" → "a tall knight", "old sailor" → "an old sailor". Proper names and phrases with an article stay. */
export function withArticle(phrase: string): string {
  if (DETERMINED.test(phrase) || /^\p{Lu}/u.test(phrase)) return phrase
  const vowel = SPOKEN_VOWEL.test(phrase) || (/^[aeiou]/i.test(phrase) && !SPOKEN_CONSONANT.test(phrase))
  return `${vowel ? 'an' : 'a'} ${phrase}`
}

/** Returns the parts of a descriptive id. An id without a gender at its end, such as `01_take_12_final`, has none. */
function describedBy(actorId: string): readonly (string | undefined)[] {
  const parts = DESCRIPTIVE_ID.exec(actorId)
  return parts && GENDERS.has(words(parts[3] ?? '').toLowerCase()) ? parts : []
}

/**
 * Returns the words for an actor: from `actor.json` first, then from an id such as `0000_european_16_male`, then a neutral "the character".
 * `actorJson` is the parsed file, or any other value when there is none.
 */
export function subjectWords(actorId: string, actorJson?: unknown): Subject {
  const file = ActorFile.parse(actorJson ?? {})
  const [, idEthnicity, idAge, idGender] = describedBy(actorId)
  const gender = GENDERS.get(words(file.gender ?? idGender ?? '').toLowerCase()) ?? null
  const age = ageOf(file.age) ?? ageOf(idAge)
  const described = age === null ? null : person(age, gender, file.ethnicity ?? idEthnicity)
  const own = words(file.subject ?? '')
  const phrase = own === '' ? (described ?? words(file.name ?? '')) : withArticle(own)
  return { words: phrase === '' ? 'the character' : phrase, ...PRONOUNS[gender ?? 'none'] }
}

const SHOWN = 40

/**
 * Returns what is not understood in the fields of `actor.json` that describe the actor, each as the end of a sentence; prompts are made
 * without such a field.
 */
export function subjectProblems(actorJson: Readonly<Record<string, unknown>>): readonly string[] {
  const read = ActorFile.parse(actorJson)
  const fields = [
    ['subject', read.subject !== undefined, 'is not a text'],
    ['name', read.name !== undefined, 'is not a text'],
    ['ethnicity', read.ethnicity !== undefined, 'is not a text'],
    ['gender', GENDERS.has(words(read.gender ?? '').toLowerCase()), 'is none of male, female and nonbinary'],
    ['age', ageOf(read.age) !== null, 'is neither a number of years nor a word such as adult'],
  ] as const
  return fields.flatMap(([key, isUnderstood, why]) => {
    const value = actorJson[key]
    if (isUnderstood || value === undefined || value === null || value === '') return []
    return [`${key} ${(JSON.stringify(value) ?? '').slice(0, SHOWN)} ${why}`]
  })
}
