import type { Bench } from '../fixture.ts'
import type { Line } from '../report.ts'
import { catalogLine, fuzzLine } from './corrupt.ts'
import { diskLines } from './disk.ts'
import { imagesLine } from './images.ts'
import { killLine } from './kill.ts'
import { loadLine } from './load.ts'
import { servicesLines } from './services/index.ts'
import { linksLine } from './stranger.ts'

export interface Trouble {
  readonly name: string
  /** Share of the available time. */
  readonly share: number
  readonly run: (bench: Bench) => Promise<readonly Line[]>
}

/** All kinds of trouble, in the order in which they are tried. */
export const LINES: readonly Trouble[] = [
  { name: 'fuzz', share: 1, run: (bench) => fuzzLine(bench, bench.long ? 10_000 : 300) },
  { name: 'catalog', share: 2, run: catalogLine },
  { name: 'links', share: 1, run: linksLine },
  { name: 'images', share: 1, run: imagesLine },
  { name: 'services', share: 5, run: servicesLines },
  { name: 'disk', share: 3, run: diskLines },
  { name: 'load', share: 4, run: loadLine },
  { name: 'kill', share: 14, run: (bench) => killLine(bench, bench.long ? 520 : 30) },
]
