import type { ActorView } from './views.ts'
import { type GapEstimate, estimateGap, type GenerationPrice, type PlannedCost } from '../domain/gap-estimate.ts'
import type { CsvCell } from '../kit/csv.ts'
import { isStyle } from '../domain/style.ts'

/** Columns of the table of all actors, in display order. */
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

/** Reasons for skipping files that are intended by the user or belong to the system. */
const MEANT_SO: ReadonlySet<string> = new Set(['system', 'ignored'])

/** Returns skipped files that may have been meant as images of this actor. */
export const notRead = ({ skipped }: Pick<ActorView, 'skipped'>): ActorView['skipped'] =>
  skipped.filter(({ reason }) => !MEANT_SO.has(reason))

/** Returns true when the gap is known: all images are assessed, and the folder does not consist of unreadable files only. */
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

/** Returns the cost of an actor's gap in USD; null when unknown. */
export const costOf = (gapEstimate: GapEstimate): number | null =>
  gapEstimate.kind === 'plan' || gapEstimate.kind === 'estimate'
    ? gapEstimate.costUsd
    : gapEstimate.kind === 'closed'
      ? 0
      : null

/** Returns the value that a column sorts by; null (unknown) sorts last in both directions. */
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

/** Sorts rows; equal ones are sorted by name, always ascending. */
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

/** Returns the CSV field names of a column; a style has two. */
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
