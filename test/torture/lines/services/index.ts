import type { Bench } from '../../fixture.ts'
import type { Line } from '../../report.ts'
import { openaiLine } from './openai.ts'
import { replicateLine } from './replicate.ts'
import { s3Line } from './s3.ts'

/** Tries every service while it fails. Half of the time goes to Replicate, where a fault may cost money. */
export async function servicesLines(bench: Bench): Promise<readonly Line[]> {
  const began = Date.now()
  const lines: Line[] = []
  for (const [line, part] of [
    [replicateLine, 0.5],
    [openaiLine, 0.75],
    [s3Line, 1],
  ] as const)
    lines.push(await line({ ...bench, timeLeft: () => Date.now() < began + bench.timeMs * part }))
  return lines
}
