import type { Bench } from '../fixture.ts'
import type { Line } from '../report.ts'
import { killLine } from './kill.ts'

/** Every kind of trouble, in the order in which it is tried. */
export const LINES: readonly { readonly name: string; readonly run: (bench: Bench) => Promise<readonly Line[]> }[] = [
  { name: 'kill', run: (bench) => killLine(bench, bench.long ? 520 : 40) },
]
