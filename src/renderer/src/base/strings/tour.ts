import { count } from './format.ts'
import { lanes, type LaneName } from './words.ts'

export const tour = {
  command: 'Show me around',
  sort: 'Sort by dragging',
  sortText: (name: string) =>
    `Drag ${name} to the lane where it belongs, or press 1, 2 or 3. Your word outranks every evaluator, and Undo takes it back.`,
  gap: 'See what is missing',
  gapText: (style: LaneName, n: number, target: number) =>
    `${lanes[style]} holds ${count(n)} of ${count(target)}. Every empty frame is a place that is still open.`,
  full: 'Nothing is missing',
  fullText: (actor: string) => `${actor} holds all it needs. What is too many stands dimmed once there is a plan.`,
  assess: 'Assess first',
  assessText:
    'Assess sorts the images by style and flags blurred, dark and duplicate ones. On this machine it is free, and no image is changed.',
  balance: 'Balance, with the bill first',
  balanceText:
    'Balance shows what would go and what would be made, and what that costs. Nothing happens before your yes, and a run can be undone.',
  of: (n: number, all: number) => `${count(n)} of ${count(all)}`,
  next: 'Next',
  skip: 'Skip',
  done: 'Got it',
} as const
