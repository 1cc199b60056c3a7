import { percent } from './format.ts'

const figure = (n: number): string => (n < 100 ? n.toFixed(1) : Math.round(n).toString())

/** Why an image has its verdict. */
export const why = {
  title: { review: 'Why look at it?', reject: 'Why is this rejected?' },
  human: 'Rejected by you.',
  humanDetail: 'Your word outranks every evaluator.',
  keptAnyway: 'You kept it; what was found stays noted.',
  where: 'Show where',
  hide: 'Hide',
  kept: (name: string) => `${name} stays in its place`,
  sharpness: (value: number, review: number, reject: number) =>
    `Sharpness ${figure(value)}. Below ${review} it is looked at, below ${reject} rejected.`,
  dark: (value: number, review: number, reject: number) =>
    `Brightest parts ${percent(value)}. Below ${percent(review)} it is looked at, below ${percent(reject)} rejected.`,
  symmetry: (value: number, review: number, reject: number) =>
    `${(value * 100).toFixed(1)} % like its mirror image. From ${(review * 100).toFixed(1)} % it is looked at, from ${(reject * 100).toFixed(1)} % rejected.`,
  lowResolution: (review: number, reject: number) =>
    `Below ${review} px on the long side it is looked at, below ${reject} px rejected.`,
} as const
