import type { ChoiceField, Flag, NumberField, TextField } from './fields.ts'

/** One end of an interval. */
export interface Bound {
  readonly value: number
  /** True when the value itself is excluded. */
  readonly open: boolean
}

/** Text to search for: anywhere in another text, or as the whole of it when it contains `*` or `?`. */
export interface Pattern {
  readonly text: string
  readonly glob: boolean
}

/** The smallest condition of a filter. */
export type Term =
  /** Matches the file name, the actor's name or the prompt. */
  | { readonly kind: 'word'; readonly pattern: Pattern }
  | { readonly kind: 'text'; readonly field: TextField; readonly pattern: Pattern }
  /** `choice` is one of the names in `CHOICES`. */
  | { readonly kind: 'choice'; readonly field: ChoiceField; readonly choice: string }
  /** An unmeasured value lies in no interval. */
  | { readonly kind: 'number'; readonly field: NumberField; readonly min: Bound | null; readonly max: Bound | null }
  | { readonly kind: 'flag'; readonly flag: Flag }
  /** Matches images that resemble the image of that name, or that fit the words. */
  | { readonly kind: 'like'; readonly sought: string }

/** Condition that an image must meet. An empty `all` matches everything. */
export type Filter =
  | { readonly kind: 'all'; readonly of: readonly Filter[] }
  | { readonly kind: 'any'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter }
  | Term

export const EVERYTHING: Filter = { kind: 'all', of: [] }
