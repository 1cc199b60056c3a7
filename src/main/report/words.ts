import type { ActorView } from '../contract/views.ts'
import type { GapEstimate, GapTotal } from '../domain/gap-estimate.ts'

export const STATE_NAMES: Readonly<Record<ActorView['state'], string>> = {
  unassessed: 'Not assessed',
  unbalanced: 'Unbalanced',
  balanced: 'Balanced',
  failed: 'Failed',
  running: 'Running',
}

export const count = (n: number): string => n.toLocaleString('en')
export const plural = (n: number, noun: string): string => `${count(n)} ${noun}${n === 1 ? '' : 's'}`
const money = (usd: number): string => `$${usd.toFixed(2)}`

export function costWords(gapEstimate: GapEstimate): string {
  switch (gapEstimate.kind) {
    case 'closed':
      return '–'
    case 'plan':
      return gapEstimate.costUsd === null ? 'price unknown' : money(gapEstimate.costUsd)
    case 'estimate':
      return gapEstimate.costUsd === null ? 'price unknown' : `≈ ${money(gapEstimate.costUsd)}`
    case 'unassessed':
      return 'not assessed'
    case 'no-base':
      return 'no base image'
  }
}

export function totalFigure(total: GapTotal): string {
  const estimated = total.planned + total.estimated
  if (estimated === 0) return total.unassessed + total.noBase === 0 ? 'Nothing' : 'Not known'
  if (total.unpriced === estimated) return 'Price unknown'
  return `${total.unpriced > 0 ? '≥ ' : total.estimated > 0 ? '≈ ' : ''}${money(total.costUsd)}`
}

/** Returns how many actors the total covers as planned and as estimated, and how many it leaves out. */
export const totalNote = (total: GapTotal): string =>
  [
    ...(total.planned > 0 ? [`${plural(total.planned, 'actor')} as planned`] : []),
    ...(total.short > 0 ? [`${plural(total.short, 'plan')} that can’t close the gap`] : []),
    ...(total.estimated > 0 ? [`${plural(total.estimated, 'actor')} estimated`] : []),
    ...(total.unpriced > 0 ? [`${plural(total.unpriced, 'actor')} without a known price`] : []),
    ...(total.unassessed > 0 ? [`${plural(total.unassessed, 'actor')} not assessed (not included)`] : []),
    ...(total.noBase > 0 ? [`${plural(total.noBase, 'actor')} without a base image (not included)`] : []),
  ]
    .map((part) => ` · ${part}`)
    .join('')
