import type { Bench } from '../../fixture.ts'
import type { Line } from '../../report.ts'
import { openaiLine } from './openai.ts'
import { replicateLine } from './replicate.ts'
import { s3Line } from './s3.ts'

/** Every service that is asked for something, while it fails: half of the time is Replicate's, where a fault may be paid for. */
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
