import { mkdir, rename } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { EvencastError } from '../../domain/error.ts'
import { safeName } from '../../domain/training/names.ts'
import { adviseSteps } from '../../domain/training/steps.ts'
import { type ReplicateTrainer, type Training, trainingCostUsd } from '../../generation/replicate/trainer.ts'
import { createKeyedLock } from '../../kit/keyed-lock.ts'
import {
  isOpen,
  ModelName,
  readTraining,
  TRAINING_FILE,
  type TrainingRecord,
  writeTraining,
} from '../../training/training-record.ts'
import type { Progress } from '../context/operation-options.ts'
import type { LookAt } from '../../training/check/look-at.ts'
import { checkExport } from './check-export.ts'
import { batchOf, exported, isDone, zipOf } from './trainable.ts'
import { costOf, stepsIn, textOf } from './training-progress.ts'

export type { TrainingRecord } from '../../training/training-record.ts'

export interface TrainingQuote {
  readonly dir: string
  readonly name: string
  readonly images: number
  readonly steps: number
  readonly estimatedUsd: number
  /** The training that was started with this export; null when there is none. */
  readonly training: TrainingRecord | null
  /** False when a training is in progress or has succeeded with the same set, so that starting costs nothing. */
  readonly costs: boolean
}

export interface TrainRequest {
  /** "owner/name"; by default a model of the account that is named after the set. */
  readonly destination?: string | undefined
  /** Cost at which a training is cancelled. */
  readonly limitUsd: number | null
  /** Starts another training even when one has succeeded with the same set. */
  readonly again?: boolean | undefined
  /** Starts no new training, because nobody has agreed to a price. A request that never arrived is returned as failed and not repeated. */
  readonly resumeOnly?: boolean | undefined
  readonly signal: AbortSignal
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

export interface Trainings {
  /** Returns the cost of a training with this export, and the state of the last one. Sends no request. */
  quote(dir: string): Promise<TrainingQuote>
  /**
   * Starts a training, or continues the existing one, and waits for its weights. One that succeeded with the same set is returned as it is.
   * An abort leaves the training running.
   */
  train(dir: string, request: TrainRequest): Promise<TrainingRecord>
  /** Cancels a training. Its cost so far is charged. */
  cancel(dir: string, signal: AbortSignal): Promise<TrainingRecord>
}

export interface TrainingPorts {
  readonly lookAt: LookAt
  readonly trainer: () => ReplicateTrainer
  readonly now: () => Date
}

/** Delays between searches for a training whose request got no answer, because Replicate's list may lag behind. */
const SEARCH_DELAYS_MS = [0, 2000, 5000, 10_000, 20_000]
/** Age after which a request that is in no list has never arrived. */
const SETTLED_MS = 30 * 60_000

const dollars = (usd: number): string => `$${usd.toFixed(2)}`

export function createTrainings({ lookAt, trainer, now }: TrainingPorts): Trainings {
  const inTurn = createKeyedLock()

  async function quote(dir: string): Promise<TrainingQuote> {
    const lock = await exported(dir)
    const { name, images } = lock
    const { steps } = adviseSteps(images.length)
    const training = await readTraining(dir)
    return {
      dir,
      name,
      images: images.length,
      steps,
      estimatedUsd: trainingCostUsd(steps),
      training,
      costs: training === null || !(isOpen(training) || isDone(training, lock, dir)),
    }
  }

  async function start(dir: string, { destination, limitUsd, signal }: TrainRequest): Promise<TrainingRecord> {
    const service = trainer()
    const lock = await exported(dir)
    const { steps, estimatedUsd } = await quote(dir)
    if (limitUsd !== null && estimatedUsd > limitUsd)
      throw new EvencastError(
        'LIMIT',
        `Training ${steps} steps costs about ${dollars(estimatedUsd)}, more than the limit of ${dollars(limitUsd)}. Raise the limit to train.`,
      )
    if (!service.hasToken())
      throw new EvencastError('BAD_INPUT', 'There is no Replicate API token: enter one in Settings.')
    const [zip, sha] = zipOf(lock, dir)
    const [checked] = await checkExport(dir, 'replicate', { lookAt, trigger: null, signal })
    const wrong = checked?.findings.find(({ severity }) => severity === 'error')
    if (wrong)
      throw new EvencastError('BAD_INPUT', `${wrong.file ?? dir} ${wrong.detail} Export again before training.`)
    const model = ModelName.safeParse(
      destination ?? `${await service.account(signal)}/${safeName(lock.name).toLowerCase()}`,
    )
    if (!model.success) throw new EvencastError('BAD_INPUT', `“${destination}” is no model: write it as owner/name.`)
    await service.prepareDestination(model.data, signal)
    const sourceUrl = await service.upload(join(dir, zip), signal)
    const record: TrainingRecord = {
      version: 1,
      service: 'replicate',
      state: 'asked',
      destination: model.data,
      zip_sha256: sha,
      source_url: sourceUrl,
      steps,
      asked_at: now().toISOString(),
      training_id: null,
      estimated_usd: estimatedUsd,
      cost_usd: null,
      limit_usd: limitUsd,
      ended_at: null,
      note: null,
      weights: null,
    }
    signal.throwIfAborted()
    // Checking and uploading take minutes, during which another process may have started a training.
    const meanwhile = await readTraining(dir)
    if (meanwhile && isOpen(meanwhile))
      throw new EvencastError('CONFLICT', `A training with ${dir} was started elsewhere. Start again to follow it.`)
    // The state is written first, so that a training can be found after a kill.
    await writeTraining(dir, record)
    const order = { destination: model.data, sourceUrl, trigger: lock.trigger, steps, batchSize: batchOf(lock) }
    const made = await service.create(order, signal).catch(async (error: unknown) => {
      if (error instanceof EvencastError) await end(dir, { ...record, cost_usd: 0 }, 'failed', error.message)
      throw error
    })
    return made ? began(dir, record, made) : search(dir, record, signal)
  }

  const began = async (dir: string, record: TrainingRecord, { id }: Training): Promise<TrainingRecord> => {
    const next: TrainingRecord = { ...record, state: 'running', training_id: id }
    await writeTraining(dir, next)
    return next
  }

  async function end(
    dir: string,
    record: TrainingRecord,
    state: 'succeeded' | 'failed' | 'cancelled',
    note: string | null,
  ): Promise<TrainingRecord> {
    const next: TrainingRecord = { ...record, state, note, ended_at: now().toISOString() }
    await writeTraining(dir, next)
    return next
  }

  /** Searches for a training that was requested and whose id is unknown. */
  async function search(dir: string, record: TrainingRecord, signal: AbortSignal): Promise<TrainingRecord> {
    const ageMs = now().getTime() - Date.parse(record.asked_at)
    for (const delayMs of ageMs > SETTLED_MS ? [0] : SEARCH_DELAYS_MS) {
      if (delayMs > 0) await trainer().wait(delayMs, signal)
      const found = await trainer().find(record.source_url, signal)
      if (found) return began(dir, record, found)
    }
    if (ageMs > SETTLED_MS)
      return end(
        dir,
        { ...record, cost_usd: 0 },
        'failed',
        'The request never arrived at Replicate; it was not charged.',
      )
    throw new EvencastError(
      'UNAVAILABLE',
      `A request for a training broke off, and Replicate lists nothing for it yet: it may have been charged, up to about ${dollars(record.estimated_usd)}. Start it again in half an hour: it is looked for first, and not paid twice.`,
    )
  }

  async function followUp(
    dir: string,
    from: TrainingRecord,
    { signal, onProgress }: Pick<TrainRequest, 'signal' | 'onProgress'>,
  ): Promise<TrainingRecord> {
    const service = trainer()
    let record = from
    const id = record.training_id ?? ''
    let limited = false
    for (;;) {
      signal.throwIfAborted()
      const training = await service.get(id, signal)
      const spentUsd = costOf(training, now())
      const { status, completed_at: ended } = training
      // The training may be charged, so no other one is started until its outcome is known.
      if (status === 'unknown' && ended)
        throw new EvencastError(
          'UNAVAILABLE',
          `Replicate ended the training ${id} in a way that Evencast does not know; it may have been charged. See replicate.com/trainings, and move ${TRAINING_FILE} out of ${dir} to train again.`,
        )
      if (status === 'starting' || status === 'processing' || status === 'unknown') {
        const done = stepsIn(training.logs ?? '', record.steps)
        const phase = done > 0 ? `Training ${record.destination}` : `Starting ${record.destination}`
        onProgress?.({ phase, done, total: record.steps, etaSeconds: null })
        if (record.limit_usd !== null && spentUsd > record.limit_usd && !limited) {
          await service.cancel(id, signal)
          limited = true
        }
        await service.pause(now().getTime() - Date.parse(record.asked_at), signal)
        continue
      }
      record = { ...record, cost_usd: spentUsd }
      if (status === 'failed') return end(dir, record, 'failed', `Replicate says: ${textOf(training.error)}`)
      if (status !== 'succeeded')
        return end(
          dir,
          record,
          'cancelled',
          limited ? `It reached the limit of ${dollars(record.limit_usd ?? 0)}.` : null,
        )
      const url = training.output?.weights ?? null
      if (url === null) return end(dir, record, 'failed', 'It ended without weights. See replicate.com/trainings.')
      if (record.state !== 'succeeded') record = await end(dir, record, 'succeeded', null)
      onProgress?.({ phase: 'Fetching the weights', done: record.steps, total: record.steps, etaSeconds: null })
      record = { ...record, weights: await fetchWeights(dir, { id, url, name: record.destination }, signal) }
      await writeTraining(dir, record)
      return record
    }
  }

  /** Downloads the weights into `weights`, under a name that is not taken. */
  async function fetchWeights(
    dir: string,
    { id, url, name }: { readonly id: string; readonly url: string; readonly name: string },
    signal: AbortSignal,
  ): Promise<string> {
    const ending = /^\.[a-z\d]{1,12}$/.exec(extname(URL.parse(url)?.pathname ?? ''))?.[0] ?? '.tar'
    const file = `${safeName(name.split('/')[1] ?? 'lora')}-${id}${ending}`
    const target = join(dir, 'weights', file)
    await mkdir(join(dir, 'weights'), { recursive: true })
    await trainer().download(url, `${target}.part`, signal)
    await rename(`${target}.part`, target)
    return file
  }

  return {
    quote,
    train: (dir, request) =>
      inTurn(dir, async () => {
        let record = await readTraining(dir)
        if (record && isDone(record, await exported(dir), dir) && !request.again) return record
        if (record?.state === 'asked') record = await search(dir, record, request.signal)
        if (record && !isOpen(record) && request.resumeOnly) return record
        if (!record || !isOpen(record)) record = await start(dir, request)
        return followUp(dir, record, request)
      }),
    async cancel(dir, signal) {
      const record = await readTraining(dir)
      if (!record || (record.state !== 'running' && record.state !== 'asked'))
        throw new EvencastError('NOT_FOUND', `No training of ${dir} is under way.`)
      const known = record.state === 'asked' ? await search(dir, record, signal) : record
      if (known.training_id === null) return known
      await trainer().cancel(known.training_id, signal)
      return followUp(dir, known, { signal })
    },
  }
}
