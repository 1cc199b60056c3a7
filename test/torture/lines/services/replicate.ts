import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ending, Fault, Operation, Trouble } from '../../../support/replicate/faults.ts'
import { startReplicate } from '../../../support/replicate/server.ts'
import { checkSettled, type Finding, truthOf } from '../../checker.ts'
import { type Bench, copyOf, environmentFor, startService, writeConfig, writeFixture } from '../../fixture.ts'
import { run } from '../../program.ts'
import { createLine, leftToLong, type Line } from '../../report.ts'
import { pairsOf, tryAll } from './trials.ts'

const TROUBLES: readonly Trouble[] = [
  'reset after',
  'reset before',
  'garbled',
  'partial',
  'lagging',
  { slowMs: 1500 },
  { lateMs: 800 },
  { lateMs: 2500 },
  { status: 429, retryAfter: { header: 1 } },
  { status: 500 },
  { status: 402 },
  { status: 401, echoToken: true },
  'unknown status',
]
const OPERATIONS: readonly Operation[] = ['create', 'list', 'get', 'download', 'upload', 'model']
const ENDINGS: readonly Ending[] = [
  'moderation',
  'interrupted',
  'broken',
  'aborted',
  'canceled',
  'null output',
  'expired',
]

interface Trial {
  readonly name: string
  readonly faults: readonly Fault[]
  /** Hours by which the clock jumps during the run. */
  readonly clockHours?: number
}

const said = (fault: Fault): string =>
  fault.on === 'ending'
    ? fault.ending
    : `${fault.on} ${typeof fault.trouble === 'string' ? fault.trouble : JSON.stringify(fault.trouble)}`

/** Returns true for possible combinations: only lists lag, only predictions have a status, and only paid requests can be accepted late. */
const isPossible = ({ on, trouble }: { readonly on: Operation; readonly trouble: Trouble }): boolean =>
  trouble === 'unknown status'
    ? on === 'create' || on === 'list' || on === 'get'
    : trouble === 'lagging'
      ? on === 'list'
      : typeof trouble !== 'object' || !('lateMs' in trouble) || on === 'create'

function trialsOf({ long, random }: Bench): readonly Trial[] {
  const alone: readonly Fault[] = [
    ...OPERATIONS.flatMap((on) => TROUBLES.map((trouble): Fault => ({ on, trouble }))),
    ...ENDINGS.map((ending): Fault => ({ on: 'ending', ending })),
  ].filter((fault) => fault.on === 'ending' || isPossible(fault))
  // Requests that were accepted but not answered, combined with every fault that can hide them.
  const hidden: readonly Fault[] = [
    { on: 'create', trouble: 'reset after' },
    { on: 'list', trouble: 'lagging' },
  ]
  const singles = long ? alone.map((fault) => [fault]) : [0, 2, 3, 20].flatMap((i) => (alone[i] ? [[alone[i]]] : []))
  return [
    ...[hidden, ...singles, ...pairsOf(alone, long ? 30 : 1, random)].map((faults): Trial => ({
      name: faults.map(said).join(' and '),
      faults,
    })),
    { name: 'the clock jumps an hour ahead', faults: [], clockHours: 1 },
    { name: 'the clock jumps a day back', faults: hidden, clockHours: -24 },
  ]
}

/** Executes runs while the service fails: no picture is ever paid for twice, and every paid one is in its place or in the journal. */
export async function replicateLine(bench: Bench): Promise<Line> {
  const line = createLine('Replicate fails')
  const template = await bench.folder('services')
  await writeFixture(join(template, 'data'))
  await writeConfig(join(template, 'config'), { generator: 'replicate' })
  // Without a service, no generation would be planned.
  const { double, env } = await startService()
  const attempt = { configDir: join(template, 'config'), env }
  const ready = await run(bench.program, ['plan', '--all', join(template, 'data')], attempt)
  await double.close()
  if (ready.code !== 0) throw new Error(`The plan failed: ${ready.stderr}`)
  await tryAll(bench, line, trialsOf(bench), (trial) => tried(bench, template, trial))
  if (!bench.long) leftToLong(line, ['every other fault alone, and more of them in pairs'])
  return line
}

async function tried(bench: Bench, template: string, { faults, clockHours }: Trial): Promise<readonly Finding[]> {
  const dir = await copyOf(template, await bench.folder('services-copy'))
  const library = join(dir, 'data')
  const double = await startReplicate({ latencyMs: 10, pixels: 1_000_000, faults })
  const env = {
    ...environmentFor(double),
    ...(clockHours !== undefined && { TORTURE_CLOCK_HOURS: String(clockHours) }),
  }
  try {
    const truth = await truthOf(library)
    const findings: Finding[] = []
    const attempt = { configDir: join(dir, 'config'), env, count: true }
    for (const args of [['execute', '--all', '--execute'], ['status']]) {
      const ended = await run(bench.program, [...args, library], attempt)
      if (ended.code === null)
        findings.push({ kind: 'broken', what: `${args[0]} ended with ${ended.signal}: ${ended.stderr.slice(-200)}` })
      if ((ended.stdout + ended.stderr).includes(double.token))
        findings.push({ kind: 'let in', what: 'the key was printed' })
    }
    const { perPicture, strangers, requests } = double.stats()
    if (requests.create + requests.upload + requests.model === 0)
      findings.push({ kind: 'broken', what: 'the service was asked for nothing, so that nothing was tried' })
    for (const [picture, times] of perPicture)
      if (times > 1) findings.push({ kind: 'paid twice', what: `${times} times: ${picture.slice(0, 120)}` })
    for (const stranger of strangers)
      findings.push({ kind: 'let in', what: `an unknown address was asked: ${stranger}` })
    return [...findings, ...(await checkSettled(library, truth))]
  } finally {
    await double.close()
    await rm(dir, { recursive: true, force: true })
  }
}
