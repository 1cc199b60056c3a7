import type { Needs } from '../../support/s3/packages.ts'
import type { Pairs } from './pairs.ts'

export interface PeerSetup {
  /** Empty, and removed afterwards. */
  readonly folder: string
  /** The built program. */
  readonly cli: string
  /** Pairs per row. */
  readonly count: number
  /** A Python that has CleanVision. */
  readonly cleanvision: string | undefined
  /** Says what could not be measured and why. */
  readonly note: (sentence: string) => void
}

export interface Row extends Pairs {
  readonly what: string
  readonly peer: string
  /** What the ratio is to be at most. */
  readonly target: number
  /** Where the time goes: said when the target is not reached. */
  readonly profile?: string
}

export interface Peer {
  readonly work: string
  /** Programs without which there is nothing to measure, and the Debian package of each. */
  readonly needs: Needs
  measure(setup: PeerSetup): Promise<readonly Row[]>
}

const seconds = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} s`
const times = (value: number): string => `${value.toFixed(2)} ×`

/** The rows as a Markdown table. */
export const tableOf = (rows: readonly Row[]): string =>
  [
    '| work | Evencast | peer | ratio of times | to reach | |',
    '|---|---|---|---|---|---|',
    ...rows.map(({ what, peer, oursSeconds, peerSeconds, ratio, target }) => {
      const verdict = ratio <= target ? 'reached' : 'not reached'
      return `| ${what} | ${seconds(oursSeconds)} | ${peer}: ${seconds(peerSeconds)} | ${times(ratio)} | ≤ ${times(target)} | ${verdict} |`
    }),
  ].join('\n')

/** Why the rows that are not reached are not. */
export const profilesOf = (rows: readonly Row[]): readonly string[] => [
  ...new Set(rows.flatMap(({ ratio, target, profile }) => (ratio > target && profile !== undefined ? [profile] : []))),
]
