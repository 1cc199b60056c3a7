import type { ActorView } from './views.ts'
import { type GapEstimate, estimateGap, type GenerationPrice, type PlannedCost } from '../domain/gap-estimate.ts'
import type { CsvCell } from '../kit/csv.ts'
import { isStyle } from '../domain/style.ts'

/** Columns of the table of all actors, in the order in which they stand. */
export const ACTOR_COLUMNS = [
  'actor',
  'state',
  'photorealistic',
  'bw_stylized',
  'color_stylized',
  'deficit',
  'surplus',
  'cost',
  'unsorted',
  'rejected',
  'doubtful',
  'unreadable',
  'changed',
] as const
export type ActorColumn = (typeof ACTOR_COLUMNS)[number]

export interface ActorRow {
  readonly actor: ActorView
  readonly gapEstimate: GapEstimate
}

/** Reasons of the user's own, or the system's: no image is meant. */
const MEANT_SO: ReadonlySet<string> = new Set(['system', 'ignored'])

/** Files that were meant as images of this actor, perhaps, and are not read. */
export const notRead = ({ skipped }: Pick<ActorView, 'skipped'>): ActorView['skipped'] =>
  skipped.filter(({ reason }) => !MEANT_SO.has(reason))

/** Whether it can be said what is missing: not before all images are assessed, nor where all there is was not read. */
export const isGapKnown = (actor: Pick<ActorView, 'state' | 'unassessed' | 'images' | 'skipped' | 'toCome'>): boolean =>
  actor.state !== 'unassessed' &&
  actor.state !== 'failed' &&
  actor.unassessed === 0 &&
  !actor.toCome &&
  (actor.images > 0 || notRead(actor).length === 0)

export const actorRow = (actor: ActorView, plan: PlannedCost | null, price: GenerationPrice): ActorRow => ({
  actor,
  gapEstimate: estimateGap({ ...actor, assessed: isGapKnown(actor), hasBase: actor.baseUrl !== null }, plan, price),
})

export interface ColumnSort {
  readonly column: ActorColumn
  readonly descending: boolean
}

const STATE_ORDER: readonly ActorView['state'][] = ['failed', 'running', 'unassessed', 'unbalanced', 'balanced']

/** What an actor costs in USD; null where that is not known. */
export const costOf = (gapEstimate: GapEstimate): number | null =>
  gapEstimate.kind === 'plan' || gapEstimate.kind === 'estimate'
    ? gapEstimate.costUsd
    : gapEstimate.kind === 'closed'
      ? 0
      : null

/** What a column sorts by; null for "not known", which stands last in either direction. */
function sortKey({ actor, gapEstimate }: ActorRow, column: ActorColumn): number | string | null {
  const known = isGapKnown(actor)
  switch (column) {
    case 'actor':
      return actor.actorId
    case 'state':
      return STATE_ORDER.indexOf(actor.state)
    case 'photorealistic':
    case 'bw_stylized':
    case 'color_stylized':
      return actor.counts[column] - actor.target[column]
    case 'unsorted':
      return actor.counts.unclassified
    case 'rejected':
      return actor.rejected
    case 'doubtful':
      return actor.doubtful
    case 'unreadable':
      return actor.unreadable
    case 'deficit':
      return known ? actor.deficit : null
    case 'surplus':
      return known ? actor.extra : null
    case 'cost':
      return costOf(gapEstimate)
    case 'changed':
      return actor.changedAt
  }
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Equal ones stand by name, always from A. */
export function sortRows(rows: readonly ActorRow[], { column, descending }: ColumnSort): ActorRow[] {
  const sign = descending ? -1 : 1
  const keyed = rows.map((row) => ({ row, key: sortKey(row, column) }))
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) {
      if (a.key !== b.key) return a.key === null ? 1 : -1
    } else if (typeof a.key === 'number' && typeof b.key === 'number') {
      if (a.key !== b.key) return sign * (a.key - b.key)
    } else {
      const order = byName.compare(String(a.key), String(b.key))
      if (order !== 0) return sign * order
    }
    return byName.compare(a.row.actor.actorId, b.row.actor.actorId)
  })
  return keyed.map(({ row }) => row)
}

/** Names of the fields of one column, as a table that is taken along calls them: a style has two. */
export const csvNames = (column: ActorColumn): readonly string[] =>
  isStyle(column)
    ? [column, `${column}_target`]
    : column === 'actor'
      ? ['actor_id']
      : column === 'cost'
        ? ['cost_usd', 'cost_source']
        : column === 'changed'
          ? ['changed_at']
          : [column]

export function csvCells({ actor, gapEstimate }: ActorRow, column: ActorColumn): readonly CsvCell[] {
  if (isStyle(column)) return [actor.counts[column], actor.target[column]]
  if (column === 'state') return [actor.state]
  if (column === 'cost') return [costOf(gapEstimate), gapEstimate.kind]
  return [sortKey({ actor, gapEstimate }, column)]
}
