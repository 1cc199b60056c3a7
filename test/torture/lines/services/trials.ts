import type { Finding } from '../../checker.ts'
import type { Bench } from '../../fixture.ts'
import type { Ended } from '../../program.ts'
import type { Random } from '../../random.ts'
import { type Line, outOfTime, record } from '../../report.ts'

const LANES = 2

/** Runs each trial on its own, two at a time, until time runs out. */
export async function tryAll<T extends { readonly name: string }>(
  { timeLeft }: Bench,
  line: Line,
  trials: readonly T[],
  attempt: (trial: T) => Promise<readonly Finding[]>,
): Promise<void> {
  const waiting = [...trials]
  const lane = async (): Promise<void> => {
    for (let trial = waiting.shift(); trial; trial = timeLeft() ? waiting.shift() : undefined)
      record(line, trial.name, await attempt(trial))
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  outOfTime(
    line,
    waiting.map(({ name }) => name),
  )
}

/** Returns `many` random pairs of faults. */
export const pairsOf = <F>(alone: readonly F[], many: number, random: Random): readonly (readonly F[])[] =>
  Array.from({ length: many }, () =>
    [random.below(alone.length), random.below(alone.length)].flatMap((i) => alone[i] ?? []),
  )

/** Returns findings for a command that did not end with a result and a readable message, or that printed the key. */
export function endedWrongly(what: string, { code, signal, stdout, stderr }: Ended, key: string): readonly Finding[] {
  const findings: Finding[] = []
  if (code === null || stderr.includes('    at '))
    findings.push({ kind: 'broken', what: `${what} ended with ${signal ?? code}: ${stderr.slice(-200)}` })
  if ((stdout + stderr).includes(key)) findings.push({ kind: 'let in', what: 'the key was printed' })
  return findings
}
