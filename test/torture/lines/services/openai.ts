import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { type Fault, FAULTS } from '../../../support/openai/faults.ts'
import { type Double, startOpenAi } from '../../../support/openai/server.ts'
import { checkSettled, type Finding, truthOf } from '../../checker.ts'
import { type Bench, copyOf, writeConfig, writeFixture } from '../../fixture.ts'
import { run } from '../../program.ts'
import { createLine, leftToLong, type Line } from '../../report.ts'
import { endedWrongly, pairsOf, tryAll } from './trials.ts'

const KEY = 'sk-torture-openai-0000000000000000000000'
/** The model used, with its prices in US dollars per million tokens. */
const MODEL = 'gpt-5.6-terra'
const PRICE = { input: 2, output: 12 }
/** Answers that one fault may cost: the request is retried, and so is the closer assessment. */
const MOST_FOR_A_FAULT = 4

interface Named {
  readonly name: string
  readonly fault: Fault
}

const ALONE: readonly Named[] = Object.entries(FAULTS).map(([name, fault]) => {
  if (typeof fault !== 'function') return { name, fault }
  if (name === 'rateLimitedUntil') return { name, fault: FAULTS.rateLimitedUntil('1s') }
  if (name === 'errorInside') return { name, fault: FAULTS.errorInside(502) }
  if (name === 'thinking') return { name, fault: FAULTS.thinking(3000) }
  return name === 'slow' ? { name, fault: FAULTS.slow(1500) } : { name, fault: FAULTS.rateLimited(1) }
})

interface Trial {
  readonly name: string
  /** Faults of the first requests, in order. */
  readonly faults: readonly Fault[]
}

function trialsOf({ long, random }: Bench): readonly Trial[] {
  const singles = long ? ALONE.map((one) => [one]) : ALONE.filter((_, i) => i % 12 === 10).map((one) => [one])
  return [...singles, ...pairsOf(ALONE, long ? 20 : 1, random)].map((faults) => ({
    name: faults.map(({ name }) => name).join(' and '),
    faults: faults.map(({ fault }) => fault),
  }))
}

/** Assesses images while the service fails: its charges are recorded or reported as unknown, and the next pass completes the work. */
export async function openaiLine(bench: Bench): Promise<Line> {
  const line = createLine('OpenAI fails')
  const template = await bench.folder('openai')
  await writeFixture(join(template, 'data'))
  await writeConfig(join(template, 'config'), { evaluator: 'openai', openaiModel: MODEL })
  // Measure the cost without faults.
  const usual = await startOpenAi()
  const dir = await copyOf(template, await bench.folder('openai-usual'))
  const ended = await plan(bench, dir, usual)
  const { paid } = usual.stats()
  await usual.close()
  if (ended.code !== 0 || paid === 0) throw new Error(`The plan failed: ${ended.stderr}`)
  await tryAll(bench, line, trialsOf(bench), (trial) => tried(bench, template, trial, paid))
  if (!bench.long) leftToLong(line, ['every other fault alone, and more of them in pairs'])
  return line
}

const plan = (bench: Bench, dir: string, double: Double) =>
  run(bench.program, ['plan', '--all', '--fresh', join(dir, 'data')], {
    configDir: join(dir, 'config'),
    env: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: double.url, EVENCAST_TEST_HASTE: '40' },
  })

async function tried(bench: Bench, template: string, { faults }: Trial, usual: number): Promise<readonly Finding[]> {
  const dir = await copyOf(template, await bench.folder('openai-copy'))
  const library = join(dir, 'data')
  const truth = await truthOf(library)
  await using double = await startOpenAi({ faults })
  const findings: Finding[] = []
  for (const pass of ['plan', 'plan again']) findings.push(...endedWrongly(pass, await plan(bench, dir, double), KEY))
  const { paid, keys, inputTokens, outputTokens, requests } = double.stats()
  if (requests === 0) findings.push({ kind: 'broken', what: 'the service was asked for nothing' })
  if (keys.some((key) => key !== KEY)) findings.push({ kind: 'broken', what: 'a request went out without its key' })
  const most = usual + faults.length * MOST_FOR_A_FAULT
  if (paid > most)
    findings.push({ kind: 'paid twice', what: `${paid} answers were paid for, ${usual} without a fault` })
  const chargedUsd = (inputTokens * PRICE.input + outputTokens * PRICE.output) / 1e6
  const { bookedUsd, unpriced } = booked(library)
  if (unpriced === 0 && chargedUsd > bookedUsd + 1e-9)
    findings.push({ kind: 'paid twice', what: `$${chargedUsd} were charged and $${bookedUsd} are booked` })
  findings.push(...(await checkSettled(library, truth)))
  await rm(dir, { recursive: true, force: true })
  return findings
}

/** Reads the library's ledger directly; `unpriced` counts requests whose cost it reports as unknown. */
function booked(library: string): { readonly bookedUsd: number; readonly unpriced: number } {
  const db = new Sqlite(join(library, '.evencast/catalog.db'), { readonly: true })
  try {
    const sum = db.prepare<[], { usd: number | null; unpriced: number | null }>(
      'SELECT sum(cost_usd) AS usd, sum(unpriced) AS unpriced FROM looks',
    )
    const { usd, unpriced } = sum.get() ?? { usd: 0, unpriced: 0 }
    return { bookedUsd: usd ?? 0, unpriced: unpriced ?? 0 }
  } finally {
    db.close()
  }
}
