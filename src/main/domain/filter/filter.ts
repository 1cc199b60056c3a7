import type { ChoiceField, Flag, NumberField, TextField } from './fields.ts'

/** One end of an interval. */
export interface Bound {
  readonly value: number
  /** Whether the value itself is left out. */
  readonly open: boolean
}

/** A text to look for: anywhere in another one, or, with `*` and `?` in it, as the whole of it. */
export interface Pattern {
  readonly text: string
  readonly glob: boolean
}

/** The smallest thing that can be asked of an image. */
export type Term =
  /** Occurs in the file name, the actor's name or the prompt. */
  | { readonly kind: 'word'; readonly pattern: Pattern }
  | { readonly kind: 'text'; readonly field: TextField; readonly pattern: Pattern }
  /** `choice` is one of the names in `CHOICES`. */
  | { readonly kind: 'choice'; readonly field: ChoiceField; readonly choice: string }
  /** What was not measured lies in no interval. */
  | { readonly kind: 'number'; readonly field: NumberField; readonly min: Bound | null; readonly max: Bound | null }
  | { readonly kind: 'flag'; readonly flag: Flag }
  /** Looks like an image of that name, or fits the words. */
  | { readonly kind: 'like'; readonly sought: string }

/** What is asked of every image. All of nothing: everything. */
export type Filter =
  | { readonly kind: 'all'; readonly of: readonly Filter[] }
  | { readonly kind: 'any'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter }
  | Term

export const EVERYTHING: Filter = { kind: 'all', of: [] }
