import type { ActorView } from '../contract/views.ts'
import type { Closing, ClosingTotal } from '../domain/closing.ts'
import type { Lane } from '../domain/image.ts'

export const LANE_NAMES: Readonly<Record<Lane, string>> = {
  photorealistic: 'Photorealistic',
  bw_stylized: 'B&W',
  color_stylized: 'Colour',
  unsorted: 'Unsorted',
  rejected: 'Rejected',
}

export const STATE_NAMES: Readonly<Record<ActorView['state'], string>> = {
  unassessed: 'Not assessed',
  unbalanced: 'Unbalanced',
  balanced: 'Balanced',
  failed: 'Failed',
  running: 'Running',
}

const whole = new Intl.NumberFormat('en')
export const count = (n: number): string => whole.format(n)
export const plural = (n: number, noun: string): string => `${count(n)} ${noun}${n === 1 ? '' : 's'}`
const money = (usd: number): string => `$${usd.toFixed(2)}`

export function costWords(closing: Closing): string {
  switch (closing.kind) {
    case 'closed':
      return '–'
    case 'plan':
      return money(closing.costUsd)
    case 'estimate':
      return closing.costUsd === null ? 'price unknown' : `≈ ${money(closing.costUsd)}`
    case 'unassessed':
      return 'not assessed'
    case 'no-base':
      return 'no base image'
  }
}

/** "$4.20 planned for 12 actors and estimated for 3; 2 not assessed" */
export function totalWords(total: ClosingTotal): string {
  const parts = [
    ...(total.planned > 0 ? [`${plural(total.planned, 'actor')} as planned`] : []),
    ...(total.estimated > 0 ? [`${plural(total.estimated, 'actor')} estimated`] : []),
    ...(total.unpriced > 0 ? [`${plural(total.unpriced, 'actor')} without a known price`] : []),
    ...(total.unassessed > 0 ? [`${plural(total.unassessed, 'actor')} not assessed and not counted`] : []),
    ...(total.noBase > 0 ? [`${plural(total.noBase, 'actor')} without a base image and not counted`] : []),
  ]
  return `${money(total.costUsd)}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`
}
