import type { Bench } from '../fixture.ts'
import type { Line } from '../report.ts'
import { catalogLine, fuzzLine } from './corrupt.ts'
import { diskLines } from './disk.ts'
import { imagesLine } from './images.ts'
import { killLine } from './kill.ts'
import { loadLine } from './load.ts'
import { servicesLine } from './services.ts'
import { linksLine } from './stranger.ts'

/** Every kind of trouble, in the order in which it is tried. */
export const LINES: readonly { readonly name: string; readonly run: (bench: Bench) => Promise<readonly Line[]> }[] = [
  { name: 'fuzz', run: (bench) => fuzzLine(bench, bench.long ? 10_000 : 300) },
  { name: 'catalog', run: catalogLine },
  { name: 'links', run: linksLine },
  { name: 'images', run: imagesLine },
  { name: 'services', run: servicesLine },
  { name: 'disk', run: diskLines },
  { name: 'load', run: loadLine },
  { name: 'kill', run: (bench) => killLine(bench, bench.long ? 520 : 30) },
]
