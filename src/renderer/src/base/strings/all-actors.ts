import type { GapEstimate, GapTotal } from '../../../../main/domain/gap-estimate.ts'
import type { ActorColumn } from '../../../../main/contract/actor-columns.ts'
import { bytes, count, duration, money, price } from './format.ts'
import { plural } from './words.ts'

const columns: Readonly<Record<ActorColumn, string>> = {
  actor: 'Actor',
  state: 'State',
  photorealistic: 'Photo',
  bw_stylized: 'B&W',
  color_stylized: 'Colour',
  deficit: 'Missing',
  surplus: 'Extra',
  cost: 'Cost',
  unsorted: 'Unsorted',
  rejected: 'Rejected',
  doubtful: 'Unsure',
  unreadable: 'Unreadable',
  changed: 'Changed',
}

/** Short form for a table cell. */
function gapEstimate(of: GapEstimate): string {
  switch (of.kind) {
    case 'closed':
      return '–'
    case 'plan':
      return of.costUsd === null ? 'unknown' : money(of.costUsd)
    case 'estimate':
      return of.costUsd === null ? 'unknown' : `≈ ${money(of.costUsd)}`
    case 'unassessed':
    case 'no-base':
      return '?'
  }
}

/** The same in full, for tooltips and screen readers. */
function gapEstimateText(of: GapEstimate): string {
  switch (of.kind) {
    case 'closed':
      return 'no gap'
    case 'plan':
      return `planned, ${price(of.costUsd)}, ${duration(of.seconds)}${of.short > 0 ? `; ${plural(of.short, 'image')} can’t be generated` : ''}`
    case 'estimate':
      return of.costUsd === null
        ? 'no current plan and no known price per image'
        : `estimated ${money(of.costUsd)}, no current plan`
    case 'unassessed':
      return 'unknown until assessed'
    case 'no-base':
      return 'no base image, so nothing can be generated'
  }
}

export const allActors = {
  title: 'All actors',
  nav: 'Pages',
  shown: (shown: number, all: number) =>
    shown === all ? plural(all, 'actor') : `${count(shown)} of ${plural(all, 'actor')}`,
  layout: 'View as',
  layouts: { table: 'Table', wall: 'Wall' },
  columns,
  columnMenu: 'Columns',
  sortMenu: 'Sort by',
  grid: 'All actors',
  open: (name: string) => `Open ${name}`,
  assess: (n: number) => `Assess ${count(n)}`,
  overview: 'Mix and cost of all actors shown',
  overviewSelected: (n: number) => `Mix and cost of ${plural(n, 'selected actor')}`,
  balanced: 'Balanced',
  ofSelected: 'Balanced, selected',
  have: (style: string, have: number, target: number) => `${style}: ${count(have)} of ${count(target)}`,
  never: '–',
  unknown: '–',
  gapEstimate,
  gapEstimateText,
  cost: {
    title: 'Cost to close all gaps',
    time: 'Time',
    figure: (total: GapTotal) =>
      total.planned + total.estimated === 0
        ? total.unassessed + total.noBase === 0
          ? 'Nothing'
          : '–'
        : total.unpriced === total.planned + total.estimated
          ? 'Unknown'
          : `${total.unpriced > 0 ? '≥ ' : total.estimated > 0 ? '≈ ' : ''}${money(total.costUsd)}`,
    parts: (total: GapTotal): readonly string[] => [
      ...(total.planned > 0 ? [`${count(total.planned)} planned`] : []),
      ...(total.short > 0 ? [`${count(total.short)} can’t be closed completely`] : []),
      ...(total.estimated > 0 ? [`${count(total.estimated)} estimated`] : []),
      ...(total.unpriced > 0 ? [`price unknown for ${count(total.unpriced)}`] : []),
      ...(total.unassessed > 0 ? [`${count(total.unassessed)} not assessed (not included)`] : []),
      ...(total.noBase > 0 ? [`${count(total.noBase)} without a base image (not included)`] : []),
    ],
  },
  chart: {
    title: 'Style mix',
    said: (style: string, now: number, after: number | null, target: number) =>
      `${style}: ${count(now)} now${after === null ? '' : `, ${count(after)} after the plans`}, target ${count(target)}.`,
  },
  none: 'No matching actors',
  clear: 'Clear filter',
  bar: (n: number) => `${plural(n, 'actor')} selected`,
  selected: (n: number) => (n === 1 ? '1 selected' : `${count(n)} selected`),
  clearSelection: 'Clear selection',
  actions: {
    assess: 'Assess',
    cull: 'Cull',
    balance: 'Balance',
    target: 'Target',
    start: 'Start',
    discard: 'Discard plans',
    verify: 'Verify',
    export: 'Export',
  },
  discarded: (n: number) => `${plural(n, 'plan')} discarded`,
  start: {
    title: (n: number) => `Start ${plural(n, 'plan')}?`,
    intro: 'Runs these plans exactly as shown. You can undo the whole run.',
    introInFleet: 'The fleet’s workers run these plans exactly as shown.',
    go: (n: number) => `Start ${plural(n, 'actor')}`,
    stale: (n: number) => `${plural(n, 'plan')} out of date and not included. Balance again to update.`,
    without: (n: number) => `${plural(n, 'actor')} without a plan not included.`,
    nothing: 'These plans contain nothing to do.',
  },
  exports: {
    title: 'Export',
    intro: (n: number, selected: boolean) =>
      selected
        ? `${plural(n, 'selected actor')}, in the current order.`
        : `${plural(n, 'actor')}, with the current filter and order.`,
    kind: 'Format',
    csv: 'Table (CSV)',
    csvText: 'The visible columns, for a spreadsheet or a script.',
    report: 'Report with images (HTML)',
    reportText:
      'A single file that opens in any browser, offline: the table, then every actor with its images and the reasons.',
    summary: 'Report without images (HTML)',
    summaryText: 'The same report, table only.',
    size: (images: number, size: number) =>
      images > 0 ? `${plural(images, 'image')}, about ${bytes(size)}` : `about ${bytes(size)}`,
    leftOut: (n: number) => `${plural(n, 'image')} left out. The limit is 60 per actor and 4,000 in total.`,
    weighing: 'Calculating size…',
    go: 'Save',
    saved: (name: string) => `Exported ${name}`,
  },
  titles: {
    page: 'All actors',
    layout: 'Switch between table and wall',
    selectAll: 'Select all actors shown',
    clearSelection: 'Clear selected actors',
    assess: 'Assess selected actors',
    cull: 'Cull images of selected actors',
    balance: 'Balance selected actors…',
    target: 'Set target of selected actors…',
    start: 'Start plans of selected actors…',
    discard: 'Discard plans of selected actors',
    verify: 'Verify selected actors…',
    export: 'Export actors…',
  },
} as const
