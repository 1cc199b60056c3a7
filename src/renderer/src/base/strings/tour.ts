import { count } from './format.ts'
import { lanes, type LaneName } from './words.ts'

export const tour = {
  command: 'Take the tour',
  sort: 'Sort by dragging',
  /** `sorted`: the image is in the lane of a style, right or wrong. */
  sortText: (name: string, sorted: boolean) =>
    `${sorted ? `If ${name} is in the wrong lane, drag it` : `Drag ${name}`} to the lane where it belongs, or press 1, 2 or 3. Your decisions override every evaluator, and you can undo them.`,
  gap: 'See what is missing',
  gapText: (style: LaneName, n: number, target: number) =>
    `${lanes[style]} has ${count(n)} of ${count(target)}. Every empty frame is a missing image.`,
  full: 'Nothing is missing',
  fullText: (actor: string) =>
    `${actor} has everything it needs. Once there is a plan, images it would remove are dimmed.`,
  assess: 'Assess first',
  assessText:
    'Assess sorts the images by style and flags blurred, dark and duplicate ones. On this machine it is free, and no image is changed.',
  balance: 'Balance, with the cost up front',
  balanceText:
    'Balance shows what it would remove and generate, and what that costs. Nothing happens until you confirm, and every run can be undone.',
  of: (n: number, all: number) => `${count(n)} of ${count(all)}`,
  next: 'Next',
  skip: 'Skip',
  done: 'Got it',
} as const
