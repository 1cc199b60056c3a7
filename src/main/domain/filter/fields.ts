import type { Verdict } from '../assessment.ts'
import { ISSUE_KEYS, type IssueKey, ofIssues } from '../issue-kinds.ts'
import type { DecidedBy, Lane } from '../image.ts'
import type { Style } from '../style.ts'

/** Properties of an image that a filter can test. */
export interface Filterable {
  readonly imageId?: string
  readonly actorId: string
  readonly filename: string
  readonly lane: Lane
  readonly style: Style | null
  readonly decidedBy: DecidedBy | null
  readonly unsure: boolean
  readonly confidence: number | null
  readonly verdict: Verdict | null
  readonly issues: readonly { readonly key: IssueKey }[]
  /** Null when not assessed. */
  readonly quality: number | null
  readonly width: number | null
  readonly height: number | null
  readonly bytes: number
  readonly dateMs: number
  readonly generated: boolean
  readonly flagged: boolean
  readonly prompt: string | null
  /** Caption as last read; null when there is none. */
  readonly caption: string | null
  readonly promptId: string | null
  /** True when its manifest names a place in a store. */
  readonly uploaded: boolean
  /** Similarity of its faces to those of the base images; null when not measured. */
  readonly face: number | null
  readonly person: number | null
}

/** A value with its name. `also` lists other accepted spellings. */
interface Choice<Value> {
  readonly value: Value
  readonly also?: readonly string[]
}
type Choices<Value> = Readonly<Record<string, Choice<Value>>>

const STYLE_CHOICES = {
  photo: { value: 'photorealistic', also: ['photorealistic', 'photograph'] },
  bw: { value: 'bw_stylized', also: ['bw_stylized', 'b&w'] },
  colour: { value: 'color_stylized', also: ['color', 'color_stylized'] },
} as const satisfies Choices<Style>

/** Names for several issues, besides each issue's own key. */
const ISSUE_GROUPS = {
  duplicate: { value: ['exact_duplicate', 'near_duplicate'] },
  any: { value: ISSUE_KEYS },
} as const satisfies Choices<readonly IssueKey[]>

export const CHOICES = {
  style: { ...STYLE_CHOICES, none: { value: null } } as Choices<Style | null>,
  lane: { ...STYLE_CHOICES, unsorted: { value: 'unsorted' }, rejected: { value: 'rejected' } } as Choices<Lane>,
  verdict: {
    keep: { value: 'keep' },
    review: { value: 'review' },
    reject: { value: 'reject', also: ['rejected'] },
    none: { value: null },
  } as Choices<Verdict | null>,
  by: {
    human: { value: 'human', also: ['me', 'hand'] },
    evaluator: { value: 'evaluator' },
    generator: { value: 'generator' },
    given: { value: 'given', also: ['manifest'] },
    none: { value: null },
  } as Choices<DecidedBy | null>,
  /** `none` means assessed and without issues. */
  issue: {
    ...ofIssues(({ also }, key) => ({ value: [key], also })),
    ...ISSUE_GROUPS,
    none: { value: [] },
  } as Choices<readonly IssueKey[]>,
} as const

export type ChoiceField = keyof typeof CHOICES

/** Kind of number of each field, which decides how it is written. */
export const NUMBERS = {
  conf: 'share',
  quality: 'share',
  width: 'px',
  height: 'px',
  /** The longer side. */
  side: 'px',
  size: 'bytes',
  /** Days in UTC, so that they mean the same everywhere. */
  date: 'day',
  /** Words of the caption; 0 without one. */
  words: 'count',
  /** Similarity of its face to the base image's. */
  face: 'share',
  /** Number among the actor's persons; 1 has the most images. */
  person: 'count',
} as const
export type NumberField = keyof typeof NUMBERS

export const TEXTS = ['name', 'actor', 'prompt', 'caption'] as const
export type TextField = (typeof TEXTS)[number]

export const FLAGS = ['flagged', 'generated', 'unsure', 'unassessed', 'missing-s3'] as const
export type Flag = (typeof FLAGS)[number]

export const isFlag = (word: string): word is Flag => FLAGS.some((flag) => flag === word)
export const isChoiceField = (key: string): key is ChoiceField => Object.hasOwn(CHOICES, key)
export const isNumberField = (key: string): key is NumberField => Object.hasOwn(NUMBERS, key)
export const isTextField = (key: string): key is TextField => TEXTS.some((field) => field === key)

/** Key of a search by a pretrained network: see `Term`. */
export const LIKE = 'like'

export const KEYS: readonly string[] = [...Object.keys(CHOICES), ...TEXTS, LIKE, ...Object.keys(NUMBERS)]

const SPELLINGS: Readonly<Record<string, string>> = {
  confidence: 'conf',
  issues: 'issue',
  filename: 'name',
  file: 'name',
  bytes: 'size',
  decided: 'by',
  captions: 'caption',
}

/** Returns the field for a typed key, other spellings included. */
export const keyOf = (typed: string): string => {
  const key = typed.toLowerCase()
  return SPELLINGS[key] ?? key
}

export const choiceNames = (field: ChoiceField): readonly string[] => Object.keys(CHOICES[field])

/** Returns the choice for a typed name or another spelling of it; undefined when there is none. */
export function choiceOf(field: ChoiceField, typed: string): string | undefined {
  const word = typed.toLowerCase()
  const choices: Choices<unknown> = CHOICES[field]
  return Object.keys(choices).find((name) => name === word || choices[name]?.also?.includes(word))
}
