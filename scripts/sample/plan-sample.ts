import type { Variant } from '../../src/main/domain/prompt.ts'
import type { Defect } from './defects.ts'
import type { FigureName } from './shot.ts'

/** The way one image of the sample is made. `of` is the index of the actor's photograph, from 0. */
export type Recipe =
  | { readonly kind: 'photograph'; readonly of: number }
  | {
      readonly kind: 'illustration'
      readonly of: number
      readonly variant: Exclude<Variant, 'reframe'>
      readonly aspectRatio: string
    }
  | { readonly kind: 'defect'; readonly of: number; readonly defect: Defect }

export interface SampleActor {
  readonly id: string
  readonly figure: FigureName
  /** The base image is a photograph, or a drawing from it. */
  readonly base: 'photograph' | 'watercolour'
  /** In the order of their numbers, from 1. */
  readonly images: readonly Recipe[]
  /** Number of the image that a person labelled in the manifest, from 1. */
  readonly labelled?: number
}

const photographs = (count: number): readonly Recipe[] =>
  Array.from({ length: count }, (_, of) => ({ kind: 'photograph', of }))

const illustration = (of: number, variant: Exclude<Variant, 'reframe'>, aspectRatio = '4:5'): Recipe => ({
  kind: 'illustration',
  of,
  variant,
  aspectRatio,
})

const defect = (of: number, kind: Defect): Recipe => ({ kind: 'defect', of, defect: kind })

/** Four sets that need balancing. */
export const SAMPLE: readonly SampleActor[] = [
  // More photographs than the target and no illustration.
  { id: '0001_european_60_male', figure: 'fisherman', base: 'photograph', images: photographs(16) },
  // Almost balanced. Evaluators often mistake its black-and-white photograph, so a person has labelled it.
  {
    id: '0002_irish_20_female',
    figure: 'girl',
    base: 'photograph',
    images: [
      ...photographs(12),
      illustration(1, 'pen'),
      illustration(0, 'charcoal'),
      illustration(4, 'halftone', '1:1'),
      illustration(7, 'charcoal', '1:1'),
      illustration(3, 'watercolour'),
      illustration(8, 'comic', '2:3'),
    ],
    labelled: 10,
  },
  // Every kind of defect.
  {
    id: '0003_latin_30_female',
    figure: 'explorer',
    base: 'photograph',
    images: [
      ...photographs(9),
      illustration(0, 'gouache'),
      defect(3, 'truncated'),
      defect(1, 'copy'),
      defect(4, 'resized'),
      defect(6, 'dark'),
      defect(2, 'blurred'),
      defect(8, 'tiny'),
      defect(0, 'empty'),
    ],
  },
  // Only drawings, including the base image.
  {
    id: 'juniper_robot',
    figure: 'robot',
    base: 'watercolour',
    images: [
      ...photographs(5),
      illustration(0, 'watercolour'),
      illustration(2, 'comic'),
      illustration(3, 'gouache', '1:1'),
      illustration(1, 'watercolour', '2:3'),
      illustration(4, 'comic', '1:1'),
      illustration(3, 'pen', '1:1'),
    ],
  },
]
