import type { GapEstimate, GapTotal } from '../../../../main/domain/gap-estimate.ts'
import type { FleetColumn } from '../../../../main/contract/fleet-columns.ts'
import { bytes, count, duration, money } from './format.ts'
import { plural } from './words.ts'

const columns: Readonly<Record<FleetColumn, string>> = {
  actor: 'Actor',
  state: 'State',
  photorealistic: 'Photo',
  bw_stylized: 'B&W',
  color_stylized: 'Colour',
  deficit: 'Missing',
  surplus: 'Too many',
  cost: 'Cost',
  unsorted: 'Unsorted',
  rejected: 'Rejected',
  doubtful: 'Unsure',
  unreadable: 'Unreadable',
  changed: 'Changed',
}

/** Short, for a cell. */
function gapEstimate(of: GapEstimate): string {
  switch (of.kind) {
    case 'closed':
      return '–'
    case 'plan':
      return money(of.costUsd)
    case 'estimate':
      return of.costUsd === null ? 'unknown' : `≈ ${money(of.costUsd)}`
    case 'unassessed':
    case 'no-base':
      return '?'
  }
}

/** The same in words, for a tooltip and a screen reader. */
function gapEstimateText(of: GapEstimate): string {
  switch (of.kind) {
    case 'closed':
      return 'nothing to close'
    case 'plan':
      return `planned, ${money(of.costUsd)}, ${duration(of.seconds)}${of.short > 0 ? `; ${plural(of.short, 'image')} cannot be made` : ''}`
    case 'estimate':
      return of.costUsd === null
        ? 'no current plan, and the price of an image is not known'
        : `estimate, ${money(of.costUsd)}, no current plan`
    case 'unassessed':
      return 'not known before it is assessed'
    case 'no-base':
      return 'no base image: nothing can be made'
  }
}

export const fleetView = {
  title: 'All actors',
  nav: 'Pages',
  shown: (shown: number, all: number) =>
    shown === all ? plural(all, 'actor') : `${count(shown)} of ${plural(all, 'actor')}`,
  look: 'Show as',
  looks: { table: 'Table', wall: 'Wall' },
  columns,
  columnMenu: 'Columns',
  sortMenu: 'Sort by',
  grid: 'All actors',
  open: (name: string) => `Open ${name}`,
  assess: (n: number) => `Assess ${count(n)}`,
  overview: 'Mix and cost of all that is shown',
  overviewSelected: (n: number) => `Mix and cost of ${plural(n, 'selected actor')}`,
  balanced: 'Balanced',
  ofSelected: 'Balanced of selected',
  have: (style: string, have: number, target: number) => `${style}: ${count(have)} of ${count(target)}`,
  never: '–',
  unknown: '–',
  gapEstimate,
  gapEstimateText,
  cost: {
    title: 'To close every gap',
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
      ...(total.planned > 0 ? [`${count(total.planned)} as planned`] : []),
      ...(total.short > 0 ? [`${count(total.short)} leave a gap open`] : []),
      ...(total.estimated > 0 ? [`${count(total.estimated)} estimated, no current plan`] : []),
      ...(total.unpriced > 0 ? [`price unknown for ${count(total.unpriced)}`] : []),
      ...(total.unassessed > 0 ? [`${count(total.unassessed)} not assessed, not counted`] : []),
      ...(total.noBase > 0 ? [`${count(total.noBase)} without a base image, not counted`] : []),
    ],
  },
  chart: {
    title: 'Mix of styles',
    said: (style: string, now: number, after: number | null, target: number) =>
      `${style}: ${count(now)} now${after === null ? '' : `, ${count(after)} after the plans`}, target ${count(target)}.`,
  },
  none: 'No actor matches',
  clear: 'Clear the filter',
  bar: (n: number) => `${plural(n, 'actor')} selected`,
  selected: (n: number) => (n === 1 ? '1 selected' : `${count(n)} selected`),
  clearSelection: 'Clear the selection',
  actions: {
    assess: 'Assess',
    cull: 'Cull',
    balance: 'Balance',
    start: 'Start',
    discard: 'Discard plans',
    verify: 'Verify',
    export: 'Export',
  },
  discarded: (n: number) => `${plural(n, 'plan')} discarded`,
  start: {
    title: (n: number) => `Start ${plural(n, 'plan')}?`,
    intro: 'Carries these plans out as they are. Undo takes the whole run back.',
    go: (n: number) => `Start ${plural(n, 'actor')}`,
    stale: (n: number) => `${plural(n, 'plan')} out of date and left out: balance again to renew.`,
    without: (n: number) => `${plural(n, 'actor')} without a plan left out.`,
    nothing: 'None of these plans leaves anything to do.',
  },
  exports: {
    title: 'Export',
    intro: (n: number, selected: boolean) =>
      selected
        ? `${plural(n, 'selected actor')}, in the order shown.`
        : `${plural(n, 'actor')}, as filtered and in the order shown.`,
    kind: 'As',
    csv: 'Table (CSV)',
    csvText: 'The visible columns, for a spreadsheet or a script.',
    report: 'Report with pictures (HTML)',
    reportText:
      'One file that opens anywhere, without Evencast and offline: the table, then every actor with its images and the reasons.',
    summary: 'Report, table only (HTML)',
    summaryText: 'The same file without the actors’ images.',
    size: (images: number, size: number) =>
      images > 0 ? `${plural(images, 'image')}, about ${bytes(size)}` : `about ${bytes(size)}`,
    leftOut: (n: number) => `${plural(n, 'image')} beyond the limit left out: 60 of an actor, 4,000 in all.`,
    weighing: 'Reckoning the size…',
    go: 'Save',
    saved: (name: string) => `Exported ${name}`,
  },
  titles: {
    page: 'All actors',
    look: 'All actors as a table or a wall',
    selectAll: 'Select all actors shown',
    clearSelection: 'Clear the selection of actors',
    assess: 'Assess the selected actors',
    cull: 'Cull the selected actors’ images one by one',
    balance: 'Balance the selected actors…',
    start: 'Start the plans of the selected actors…',
    discard: 'Discard the plans of the selected actors',
    verify: 'Verify the selected actors…',
    export: 'Export the actors…',
  },
} as const
