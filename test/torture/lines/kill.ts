import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { rm } from 'node:fs/promises'
import { type Bucket, startBucket } from '../bucket.ts'
import {
  checkCatalog,
  checkNow,
  checkSettled,
  differenceOf,
  type Finding,
  picturesOf,
  runsOf,
  type Truth,
  truthOf,
} from '../checker.ts'
import { type Bench, copyOf, type Service, startService, writeConfig, writeFixture } from '../fixture.ts'
import { type Double, startOpenAi } from '../../support/openai/server.ts'
import { momentsOf } from '../moments.ts'
import { checkBatches, checkPaid, checkTrained, checkWritten } from '../paid.ts'
import { type Attempt, type Ended, run } from '../program.ts'
import { createRandom } from '../random.ts'
import { createLine, type Line, outOfTime, record } from '../report.ts'
import { type Job, JOBS, makePlaces, type Place } from './jobs.ts'
import { openSession } from './web-session.ts'

const SIGNALS: readonly NodeJS.Signals[] = ['SIGKILL', 'SIGKILL', 'SIGKILL', 'SIGKILL', 'SIGTERM', 'SIGHUP', 'SIGSTOP']
/** Kills in a chain before the work may finish. */
const IN_A_ROW = 3

/** The services of one lane: a generator, a paid vision model, and the bucket that all lanes share. */
interface Lane extends Service {
  readonly vision: Double
  readonly bucket: Bucket
}

async function startLane(bucket: Bucket): Promise<Lane> {
  const [service, vision] = await Promise.all([startService(), startOpenAi({ latencyMs: 30 })])
  const openai = { OPENAI_API_KEY: 'sk-torture', OPENAI_BASE_URL: vision.url }
  return { ...service, env: { ...service.env, ...bucket.env, ...openai }, vision, bucket }
}

interface Ready {
  readonly job: Job
  readonly library: string
  readonly configDir: string
  /** Events of the journal and the files in an undisturbed run of the job. */
  readonly events: readonly string[]
  readonly tookMs: number
}

/** A job and the kills planned for it. */
interface Trial {
  readonly job: Job
  readonly line: Line
  readonly wanted: number
  readonly inARow: number
  /** Null until the job is prepared, when it is first needed. */
  ready: Promise<Ready> | null
}

/** Kills the real program `kills` times, at every kind of event. */
export async function killLine(bench: Bench, kills: number): Promise<readonly Line[]> {
  const template = await bench.folder('kill-template')
  await writeFixture(template)
  const bucket = await startBucket(bench.long ? 'ceph' : 'stand-in')
  // One lane more than processors, because a program that waits for the disk or a service leaves one idle.
  const lanes = await Promise.all(Array.from({ length: availableParallelism() + 1 }, () => startLane(bucket)))
  const trials = trialsOf(bench, kills)
  const began = Date.now()
  try {
    const waiting = chainsOf(trials).filter(({ number }) => bench.chain === null || number === bench.chain)
    const work = async (lane: Lane): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { trial, number } = next
        // Each job is killed at least once, even when time runs out.
        if (number > 0 && !bench.timeLeft()) continue
        await chain(bench, lane, trial, template, number).catch((error: unknown) =>
          record(trial.line, trial.job.name, [{ kind: 'broken', what: String(error) }]),
        )
      }
    }
    await Promise.all(lanes.map(work))
  } finally {
    for (const { double, vision } of lanes) await Promise.all([double.close(), vision.close()])
    await bucket.close()
  }
  for (const { job, line, wanted } of trials) {
    if (job.usesBucket) line.did.set(`on ${bucket.server}`, 1)
    if (line.tried < wanted && bench.chain === null) outOfTime(line, [`${wanted - line.tried} kills`])
  }
  const done = trials.reduce((sum, { line }) => sum + line.tried, 0)
  const seconds = (Date.now() - began) / 1000
  bench.say(`${done} kills in ${Math.round(seconds)} s, ${((done / seconds) * 60).toFixed(0)} a minute`)
  return trials.map(({ line }) => line)
}

function trialsOf({ job: only, long }: Bench, kills: number): readonly Trial[] {
  const shares = JOBS.reduce((sum, { share }) => sum + share, 0)
  return JOBS.filter(({ name }) => only === null || name === only).map((job) => ({
    job,
    line: createLine(`kill: ${job.name}`),
    wanted: only === null ? Math.max(2, Math.round((kills * job.share) / shares)) : kills,
    // In the short run, a job selected with `--only` gets chains of a single kill, to cover as many moments as possible.
    inARow: only !== null && !long ? 1 : IN_A_ROW,
    ready: null,
  }))
}

interface Next {
  readonly trial: Trial
  readonly number: number
}

/** Orders the chains so that every prefix holds the jobs in proportion, beginning with the first chain of each. */
function chainsOf(trials: readonly Trial[]): Next[] {
  const all = trials.flatMap((trial) => {
    const many = Math.ceil(trial.wanted / trial.inARow)
    return Array.from({ length: many }, (_, number) => ({ trial, number, at: number === 0 ? 0 : number / many }))
  })
  return all.toSorted((a, b) => a.at - b.at)
}

async function prepare(bench: Bench, { double, env, bucket }: Lane, job: Job, template: string): Promise<Ready> {
  const dir = await bench.folder(`ready-${hashOf(job.name)}`)
  const { library } = await makePlaces(dir, bucket)
  await copyOf(template, library)
  const configDir = join(dir, 'config')
  await writeConfig(configDir, { generator: 'replicate', openaiModel: 'gpt-5.6-terra', ...job.settings })
  const command = async (args: readonly string[]): Promise<void> => {
    const ended = await run(bench.program, args, { configDir, env })
    if (ended.code !== 0 && ended.code !== 1) throw new Error(`${args.join(' ')}: ${ended.code} ${ended.stderr}`)
  }
  await job.prepare({ command, library })
  // Run the job undisturbed to record the events at which it can be killed.
  const trial = await bench.folder(`trial-${hashOf(job.name)}`)
  const trialConfig = await copyOf(configDir, join(trial, 'config'))
  const place = await placeOf(bench, { env, bucket }, { job, library, configDir: trialConfig }, trial)
  const began = Date.now()
  const { code, events, stderr } = await once(bench, job, place, { configDir: trialConfig, env, count: true })
  if (events === null || (code !== 0 && code !== 1)) throw new Error(`${job.name} does not work: ${code} ${stderr}`)
  if (job.name === 'execute' && double.stats().paidIds.length === 0)
    throw new Error('execute makes no picture, so that nothing can be paid twice.')
  if (!events.some((event) => isCutAt(job, event)))
    throw new Error(`${job.name} has no moment like ${job.cutAt} to be cut short at.`)
  const tookMs = Date.now() - began
  await rm(trial, { recursive: true, force: true })
  return { job, library, configDir, events, tookMs }
}

/** Copies the prepared library of a job, to a new folder or to the bucket. */
async function placeOf(
  bench: Bench,
  { env, bucket }: Pick<Lane, 'env' | 'bucket'>,
  { job, library, configDir }: Pick<Ready, 'job' | 'library' | 'configDir'>,
  dir: string,
): Promise<Place> {
  const place = await makePlaces(dir, bucket, job.inStore && configDir)
  const copy = await copyOf(library, join(dir, 'data'))
  if (!job.inStore) return place
  for (const args of [
    ['sync', '--store', place.opens, copy],
    ['status', place.opens],
  ]) {
    const { code, stderr } = await run(bench.program, args, { configDir, env })
    if (code !== 0) throw new Error(`${args.join(' ')}: ${code} ${stderr}`)
  }
  return place
}

const isCutAt = ({ cutAt }: Job, event: string): boolean => cutAt?.test(event) ?? true

/** Runs the job once. */
async function once(bench: Bench, job: Job, place: Place, attempt: Attempt): Promise<Ended> {
  if (job.args) return run(bench.program, job.args(place), attempt)
  const timed = attempt.afterMs
  const session = await openSession(bench.program, place.opens, attempt)
  if (!session) return { code: null, signal: 'SIGKILL', stdout: '', stderr: '', events: null }
  const timer = timed === undefined ? undefined : setTimeout(() => process.kill(session.pid, attempt.signal), timed)
  const failed = await job.session?.(session, place).then(
    () => null,
    (error: unknown) => error,
  )
  clearTimeout(timer)
  const events = await session.stop().catch(() => null)
  const stderr = failed instanceof Error ? failed.message : ''
  const ended = failed === null && (events !== null || !attempt.count)
  return { code: ended ? 0 : null, signal: null, stdout: '', stderr, events }
}

async function chain(bench: Bench, lane: Lane, trial: Trial, template: string, number: number): Promise<void> {
  const { job, line } = trial
  const ready = await (trial.ready ??= prepare(bench, lane, job, template))
  const { events, tookMs } = ready
  const inARow = Math.min(trial.inARow, trial.wanted - number * trial.inARow)
  // The first kill of each chain walks through all kinds of events; later ones are random.
  const [first = 1] = momentsOf(events, (event) => isCutAt(job, event)).drop(number)
  const random = createRandom(bench.seed ^ hashOf(`${job.name} ${number}`))
  const dir = await bench.folder(`chain-${hashOf(job.name)}-${number}`)
  const configDir = await copyOf(ready.configDir, join(dir, 'config'))
  const place = await placeOf(bench, lane, { job, library: ready.library, configDir }, dir)
  const truth = await truthOf(place.library)
  const before = await picturesOf(place.library)
  const paidBefore = lane.double.stats().paidIds.length
  const trainedBefore = lane.double.stats().trainings.length
  const writtenBefore = lane.vision.stats().paid
  const batchedBefore = lane.vision.stats()
  const told: string[] = []
  const where = (): string => `${job.name}, chain ${number}: ${told.join(', then ')}`
  const common = { configDir, env: lane.env }
  for (let i = 0; i < inARow; i++) {
    const any = SIGNALS[random.below(SIGNALS.length)] ?? 'SIGKILL'
    const signal = inARow === 1 && number % 3 > 0 ? 'SIGKILL' : any
    const timed = i > 0 && random.below(2) === 0
    const at = timed ? undefined : i === 0 ? first : 1 + random.below(events.length)
    const afterMs = timed ? Math.floor(random.next() * tookMs) : undefined
    told.push(timed ? `${signal} after ${afterMs} ms` : `${signal} at event ${at}`)
    await once(bench, job, place, { ...common, at, afterMs, signal })
    record(line, where(), await checkNow(place.library, truth), `${signal} ${timed ? 'at any time' : 'at an event'}`)
  }
  const settled = await finish(bench, lane, { ...ready, configDir }, place, truth, {
    before,
    paidBefore,
    trainedBefore,
    writtenBefore,
    batchedBefore,
    kills: inARow,
  })
  told.push('then to its end')
  for (const finding of settled) line.findings.push({ ...finding, where: where() })
  if (settled.length > 0) line.survived -= 1
  await rm(dir, { recursive: true, force: true })
}

interface Before {
  readonly before: Readonly<Record<string, string>>
  readonly paidBefore: number
  readonly trainedBefore: number
  readonly writtenBefore: number
  readonly batchedBefore: ReturnType<Double['stats']>
  readonly kills: number
}

/** Opens the library again, finishes the job, and checks everything. */
async function finish(
  bench: Bench,
  { double, vision, env }: Lane,
  { job, configDir }: Ready,
  place: Place,
  truth: Truth,
  { before, paidBefore, trainedBefore, writtenBefore, batchedBefore, kills }: Before,
): Promise<readonly Finding[]> {
  const common = { configDir, env }
  const findings: Finding[] = []
  // A killed process may already have finished the work, so a result without any work is accepted.
  const ended =
    job.args || job.again
      ? await once(bench, job, place, common)
      : await run(bench.program, ['status', place.opens], common)
  if (ended.code === null)
    findings.push({ kind: 'broken', what: `it does not come to an end: ${ended.stderr.slice(-300)}` })
  findings.push(...(await checkSettled(place.library, truth)), ...checkCatalog(place.library))
  findings.push(...((await job.verify?.(place, before)) ?? []))
  if (job.name === 'execute') findings.push(...checkPaid(place.library, double, paidBefore))
  if (job.name === 'train') findings.push(...(await checkTrained(place.target, double, trainedBefore)))
  if (job.name === 'web: batches') findings.push(...checkBatches(place.library, vision.stats(), batchedBefore))
  if (job.name === 'captions by a model')
    findings.push(...checkWritten(place.library, vision.stats().paid - writtenBefore, kills))
  if (job.undo) {
    const undone = await run(bench.program, ['undo', place.library], common)
    const differs = differenceOf(before, await picturesOf(place.library))
    if (differs !== '') {
      const said = `${undone.stdout}${undone.stderr}`.trim().slice(-300)
      findings.push({ kind: 'broken', what: `undo does not lead back: ${differs}; ${runsOf(place.library)} (${said})` })
    }
    findings.push(...(await checkSettled(place.library, truth)))
  }
  return findings
}

function hashOf(text: string): number {
  let hash = 0
  for (const sign of text) hash = (Math.imul(hash, 31) + (sign.codePointAt(0) ?? 0)) >>> 0
  return hash
}
