import { noPostgres, type Postgres, startPostgres } from '../../support/postgres/server.ts'
import type { BenchOptions, Section } from '../measure.ts'
import { type Crashes, crashes, LIMITS } from './crashes.ts'
import { embedded } from './embedded.ts'
import { STEPS } from './faults.ts'
import { gate } from './gate.ts'
import { type Print, printRow, type Row } from './row.ts'
import { staleWriters } from './stale.ts'
import { studio } from './studio.ts'
import type { Orphan } from './takeovers.ts'

const PARTS = ['crashes', 'stale', 'studio', 'embedded', 'gate'] as const
const ACTORS = 10_000

/** All figures of a fleet with their targets: `--runs` of `--calls` calls with crashes, `--part` for one or several parts. */
export const fleet: Section = {
  name: 'fleet',
  async run(print, options) {
    const why = await noPostgres()
    if (why !== null) return print(`SKIPPED: PostgreSQL ${why}`)
    const unknown = options.part?.find((part) => !PARTS.some((one) => one === part))
    if (unknown !== undefined) throw new Error(`There is no part “${unknown}”; parts: ${PARTS.join(', ')}.`)
    const isWanted = (part: (typeof PARTS)[number]) => options.part === undefined || options.part.includes(part)
    const postgres = await startPostgres()
    try {
      if (isWanted('crashes')) for (const row of await crashed(postgres, print, options)) printRow(print, row)
      if (isWanted('stale')) printRow(print, await staleWriters(postgres))
      if (isWanted('studio')) for (const row of await studio(postgres, ACTORS)) printRow(print, row)
      if (isWanted('gate')) for (const row of await gate(postgres)) printRow(print, row)
    } finally {
      await postgres.stop()
    }
    if (!isWanted('embedded')) return
    const row = await embedded()
    if (typeof row === 'string') print(row)
    else printRow(print, row)
  },
}

async function crashed(
  postgres: Postgres,
  print: Print,
  { runs = '10', calls = '5000' }: BenchOptions,
): Promise<Row[]> {
  const all: Crashes[] = []
  const first = Number(process.env['EVENCAST_SEED'] ?? 1)
  for (let run = 0; run < Number(runs); run++) {
    const one = await crashes(postgres, Number(calls), first + run)
    all.push(one)
    print(
      `run ${run + 1} (seed ${first + run}): ${one.made} calls in ${one.seconds.toFixed(0)} s, ${one.twice} paid twice, ${one.actorsLeft} actors left, ` +
        `${one.kills} kills, ${one.stops} suspensions, ${one.serverCrashes} crashes of PostgreSQL, ` +
        `faults at ${one.forced.length} of ${one.planned} steps`,
    )
    for (const history of one.histories) print(`  paid twice: ${history}`)
    for (const orphan of one.orphans.slice(0, 3)) print(`  slow orphan: ${sayOrphan(orphan)}`)
  }
  return rowsOf(all)
}

function sayOrphan({ taken, freed, freed_last: last, due_last: due, tries, known, others, first }: Orphan): string {
  const s = (seconds: number | null) => (seconds === null ? '–' : `${seconds.toFixed(1)} s`)
  const frees = tries > 1 ? `free after ${s(freed)}, again (${tries} ×) after ${s(last)}` : `free after ${s(freed)}`
  return `${frees}, due after ${s(due)}, taken after ${s(taken)} (${others} others before it, ${first} of them new), its request known after ${s(known)}`
}

function rowsOf(all: readonly Crashes[]): Row[] {
  const sum = (of: (one: Crashes) => number) => all.reduce((total, one) => total + of(one), 0)
  const most = (of: (one: Crashes) => number) => Math.max(...all.map(of))
  const left = sum(({ actorsLeft }) => actorsLeft)
  const reserved = sum(({ reservedUsd }) => reservedUsd)
  const apart = most(({ ledgerUsd, chargedUsd }) => Math.abs(ledgerUsd - chargedUsd))
  const overshot = most(({ overshotUsd, atLimitUsd, halfUsd }) => Math.max(overshotUsd, atLimitUsd - halfUsd))
  const [few, places] = [most(({ mostOfFew }) => mostOfFew), most((one) => one.most)]
  const [creates, others] = [
    most(({ createsInSecond }) => createsInSecond),
    most(({ othersInSecond }) => othersInSecond),
  ]
  const deaths = sum(({ kills, stops, serverCrashes }) => kills + stops + serverCrashes)
  const scans = sum((one) => one.scans)
  const worstS = most(({ orphans }) => orphans[0]?.taken ?? 0)
  const steps = new Set(all.flatMap(({ forced }) => forced.map((one) => one.split(' ')[1])))
  return [
    {
      what: `paid twice in ${all.length} runs of ${Math.min(...all.map(({ made }) => made))} calls or more`,
      figure: `${sum(({ twice }) => twice)}; faults at ${steps.size} of ${Object.keys(STEPS).length} steps, ${deaths} in all`,
      target: '0',
      reached: sum(({ twice }) => twice) === 0,
    },
    {
      what: `actors left, ${sum(({ serverCrashes }) => serverCrashes)} crashes of PostgreSQL`,
      figure: `${left} of ${sum(({ actors }) => actors)}`,
      target: '0',
      reached: left === 0 && all.every(({ serverCrashes }) => serverCrashes === 3),
    },
    {
      what: 'budget overshot; reserved; ledger and charges',
      figure: `$${Math.max(0, overshot).toFixed(2)}; $${reserved.toFixed(2)}; $${apart.toFixed(2)} apart`,
      target: '0; 0; equal',
      reached: overshot <= 1e-6 && reserved === 0 && apart < 1e-6,
    },
    {
      what: 'at once, most',
      figure: `${few} of ${LIMITS.few}, ${places} of ${LIMITS.places}`,
      target: 'never above',
      reached: few <= LIMITS.few && places <= LIMITS.places,
    },
    {
      what: 'in any second: predictions, other requests',
      figure: `${(creates / LIMITS.creates).toFixed(2)} ×, ${(others / LIMITS.others).toFixed(2)} × the rate`,
      target: '≤ 1.2 ×',
      reached: creates <= LIMITS.creates * 1.2 && others <= LIMITS.others * 1.2,
    },
    {
      what: 'orphan taken up, slowest',
      figure: `${worstS.toFixed(1)} s (${sum(({ orphans }) => orphans.length)} orphans)`,
      target: '≤ 30 s',
      reached: worstS <= 30,
    },
    {
      what: 'readings of the list for each crash',
      figure: `${(scans / deaths).toFixed(2)}`,
      target: '≤ 1',
      reached: scans <= deaths,
    },
  ]
}
