import { percent } from './format.ts'

const figure = (n: number): string => (n < 100 ? n.toFixed(1) : Math.round(n).toString())

interface Limits {
  readonly review: number
  readonly reject: number
}

/** Explains an image's verdict. */
export const why = {
  title: { review: 'Why review?', reject: 'Why rejected?' },
  human: 'Rejected by you.',
  humanDetail: 'Your decision overrides every evaluator.',
  keptAnyway: 'You kept it. The issues found are still listed.',
  where: 'Show overlay',
  hide: 'Hide',
  kept: (name: string) => `${name} is kept instead`,
  sharpness: (value: number, { review, reject }: Limits) =>
    `Sharpness ${figure(value)}. Review below ${review}, reject below ${reject}.`,
  dark: (value: number, review: number, reject: number) =>
    `Brightest areas ${percent(value)}. Review below ${percent(review)}, reject below ${percent(reject)}.`,
  symmetry: (value: number, review: number, reject: number) =>
    `${(value * 100).toFixed(1)} % mirror symmetry. Review from ${(review * 100).toFixed(1)} %, reject from ${(reject * 100).toFixed(1)} %.`,
  lowResolution: ({ review, reject }: Limits) =>
    `Review below ${review} px on the long side, reject below ${reject} px.`,
} as const
