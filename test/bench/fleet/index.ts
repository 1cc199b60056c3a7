import { noPostgres, startPostgres } from '../../support/postgres/server.ts'
import { crashes, LIMITS } from './crashes.ts'
import { gate as measureGate } from './gate.ts'

type Print = (line: string) => void

const count = (name: string, usual: number): number => Number(process.env[name] ?? usual)
const RUNS = count('EVENCAST_BENCH_RUNS', 10)
const ACTORS = count('EVENCAST_BENCH_ACTORS', 1000)

async function withPostgres(
  print: Print,
  work: (postgres: Awaited<ReturnType<typeof startPostgres>>) => Promise<void>,
) {
  const why = await noPostgres()
  if (why !== null) return print(`SKIPPED: PostgreSQL ${why}`)
  const postgres = await startPostgres()
  try {
    await work(postgres)
  } finally {
    await postgres.stop()
  }
}

/** What PostgreSQL with pg-boss had to show before anything was built on it. */
export const gate = {
  name: 'gate',
  run: (print: Print) => withPostgres(print, (postgres) => measureGate(postgres, print)),
}

/** Ledger, jobs and pay protocol under kills; EVENCAST_BENCH_RUNS and EVENCAST_BENCH_ACTORS (five calls each) make it shorter. */
export const fleet = {
  name: 'fleet',
  run: (print: Print) =>
    withPostgres(print, async (postgres) => {
      const seed = count('EVENCAST_SEED', 1)
      let failed = 0
      for (let run = 0; run < RUNS; run++) {
        const found = await crashes(postgres, ACTORS, seed + run)
        const isRight =
          found.twice === 0 &&
          found.actorsLeft === 0 &&
          found.reservedUsd === 0 &&
          Math.abs(found.ledgerUsd - found.chargedUsd) < 1e-6 &&
          found.mostAtOnce <= LIMITS.atOnce &&
          found.mostInSecond <= LIMITS.perSecond * 1.2
        if (!isRight) failed += 1
        print(
          `run ${run + 1} (seed ${seed + run}): ${found.calls} calls, ${found.twice} paid twice, ${found.actorsLeft} actors left, ` +
            `$${found.reservedUsd} reserved, ledger $${found.ledgerUsd.toFixed(2)} and charged $${found.chargedUsd.toFixed(2)}, ` +
            `${found.mostAtOnce} of ${LIMITS.atOnce} at once, ${found.mostInSecond} of ${LIMITS.perSecond} in a second, ` +
            `${found.kills} workers killed or stopped, ${found.crashes} crashes of PostgreSQL, ${found.scans} readings of the list, ` +
            `${(found.bytesPerCall / 1000).toFixed(1)} kB a call, ${found.seconds.toFixed(0)} s: ${isRight ? 'right' : 'WRONG'}`,
        )
      }
      print(`${RUNS - failed} of ${RUNS} runs right`)
    }),
}
