import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { percentile } from '../measure.ts'

/** Seconds of two ways to do the same work, run in alternation. */
export interface Pairs {
  readonly oursSeconds: number
  readonly peerSeconds: number
  /** Median of the ratios of each pair, because a machine that slows down affects both. */
  readonly ratio: number
}

export async function pairs(
  count: number,
  ours: (round: number) => Promise<number>,
  peer: (round: number) => Promise<number>,
): Promise<Pairs> {
  const rounds: Round[] = []
  for (let round = 0; round < count; round++) {
    // The order alternates, so that neither always finds the files cached.
    if (round % 2 === 0) {
      const first = await ours(round)
      rounds.push({ ours: first, peer: await peer(round) })
    } else {
      const first = await peer(round)
      rounds.push({ ours: await ours(round), peer: first })
    }
  }
  return middleOf(rounds)
}

export interface Round {
  readonly ours: number
  readonly peer: number
}

export function middleOf(rounds: readonly Round[]): Pairs {
  const middle = (of: (round: Round) => number) => percentile(rounds.map(of), 0.5)
  return {
    oursSeconds: middle((round) => round.ours),
    peerSeconds: middle((round) => round.peer),
    ratio: middle((round) => round.ours / round.peer),
  }
}

/** Returns the duration of a whole process in seconds. Throws when it fails. */
export async function processSeconds(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<number> {
  const startMs = performance.now()
  const child = spawn(program, [...args], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } })
  let errors = ''
  child.stderr.on('data', (chunk) => (errors += String(chunk)))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${String(code)}: ${errors.slice(-500)}`)
  return (performance.now() - startMs) / 1000
}
