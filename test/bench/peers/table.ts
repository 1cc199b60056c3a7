import type { Needs } from '../../support/s3/packages.ts'
import type { Pairs } from './pairs.ts'

interface PeerSetup {
  /** An empty folder that is removed afterwards. */
  readonly folder: string
  /** The built program. */
  readonly cli: string
  /** Pairs per row. */
  readonly count: number
  /** A Python with CleanVision. */
  readonly cleanvision: string | undefined
  /** Also run the whole test suite, which takes minutes. */
  readonly suite: boolean
  /** Reports what could not be measured and why. */
  readonly note: (sentence: string) => void
  readonly limit: (limit: Limit) => void
}

/** A figure without a peer. */
export interface Limit {
  readonly what: string
  readonly measured: number
  readonly unit: 'ms' | 's' | 'MB' | '×' | 'images/s'
  readonly bound: { readonly most: number } | { readonly least: number }
  /** Breakdown of the time, printed when the limit is missed. */
  readonly profile?: string
}

export interface Row extends Pairs {
  readonly what: string
  readonly peer: string
  /** Highest ratio that meets the target. */
  readonly target: number
  /** Breakdown of the time, printed when the target is missed. */
  readonly profile?: string
}

export interface Peer {
  readonly work: string
  /** Required programs, with the Debian package of each. */
  readonly needs: Needs
  measure(setup: PeerSetup): Promise<readonly Row[]>
}

const seconds = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} s`
const times = (value: number): string => `${value.toFixed(2)} ×`

/** Formats the rows as a Markdown table. */
export const tableOf = (rows: readonly Row[]): string =>
  [
    '| work | Evencast | peer | ratio of times | to reach | |',
    '|---|---|---|---|---|---|',
    ...rows.map(({ what, peer, oursSeconds, peerSeconds, ratio, target }) => {
      const verdict = ratio <= target ? 'reached' : 'not reached'
      return `| ${what} | ${seconds(oursSeconds)} | ${peer}: ${seconds(peerSeconds)} | ${times(ratio)} | ≤ ${times(target)} | ${verdict} |`
    }),
  ].join('\n')

const isWithin = ({ measured, bound }: Limit): boolean =>
  'most' in bound ? measured <= bound.most : measured >= bound.least

/** Formats the limits as a Markdown table. */
export const limitsOf = (limits: readonly Limit[]): string =>
  [
    '| figure | Evencast | limit | |',
    '|---|---|---|---|',
    ...limits.map((limit) => {
      const { what, measured, unit, bound } = limit
      const to = 'most' in bound ? `≤ ${bound.most} ${unit}` : `≥ ${bound.least} ${unit}`
      const value = measured.toFixed(unit === '×' ? 2 : measured < 10 ? 1 : 0)
      return `| ${what} | ${value} ${unit} | ${to} | ${isWithin(limit) ? 'reached' : 'not reached'} |`
    }),
  ].join('\n')

/** Returns the breakdowns of missed targets and limits. */
export const profilesOf = (rows: readonly Row[], limits: readonly Limit[]): readonly string[] => {
  const missed = [...rows.filter(({ ratio, target }) => ratio > target), ...limits.filter((limit) => !isWithin(limit))]
  return [...new Set(missed.flatMap(({ profile }) => profile ?? []))]
}
