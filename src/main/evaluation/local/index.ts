import { EvencastError } from '../../domain/error.ts'
import type { Assessment } from '../../domain/assessment.ts'
import type { Inspection } from '../../domain/inspection.ts'
import { type JudgedImage, LOCAL_EVALUATOR } from '../../domain/judge.ts'
import { judgeMany, type ManyImages } from '../judge-many.ts'
import { fingerprint, likeness } from '../../domain/likeness.ts'
import type { Evaluator, MeasuredFile, MeasuredOrFailed } from '../evaluator.ts'
import type { MeasureJob } from './measure.ts'
import type { MeasureManyJob } from './measure-many.ts'

export interface LocalEvaluatorPorts {
  /** The style network. */
  readonly modelFile: string
  /** `measure`, `measureMany`, `digests`, `inspect` and `judge` of `worker.ts`, run in the pool, which limits how many run at once. */
  readonly measure: (job: MeasureJob, signal?: AbortSignal) => Promise<MeasuredFile>
  readonly measureMany: (job: MeasureManyJob, signal?: AbortSignal) => Promise<readonly MeasuredOrFailed[]>
  readonly digests: (
    job: { readonly files: readonly string[] },
    signal?: AbortSignal,
  ) => Promise<readonly (string | null)[]>
  readonly inspect: (job: { readonly file: string }, signal?: AbortSignal) => Promise<Inspection | null>
  readonly judge: (images: readonly JudgedImage[]) => Promise<ReadonlyMap<string, Assessment>>
  readonly judgeMany: (images: ManyImages) => Promise<readonly string[]>
}

/** Judges by pixels alone, on this machine, without cost. */
export const createLocalEvaluator = ({
  modelFile,
  measure,
  measureMany,
  digests,
  inspect,
  judge,
  judgeMany: judgeInWorker,
}: LocalEvaluatorPorts): Evaluator => ({
  id: LOCAL_EVALUATOR,
  measure: (file, signal) => measuring(() => measure({ file, modelFile }, signal), signal),
  measureMany: (files, signal) => measuring(() => measureMany({ files, modelFile }, signal), signal),
  digests: (files, signal) => measuring(() => digests({ files }, signal), signal),
  inspect: (file, signal) => measuring(() => inspect({ file }, signal), signal),
  judge,
  judgeMany: async (images) => (isLittle(images) ? judgeMany(images) : judgeInWorker(images)),
  alike: (a, b) => {
    const kind = likeness(fingerprint(a), fingerprint(b))?.kind
    return kind === 'copy' || kind === 'variant'
  },
})

/** Characters of stored images that are judged in a millisecond: to wake a thread for them would take longer. */
const LITTLE = 16_000

/** Labels are learned from by solving an equation with as many unknowns. */
const FEW_LABELS = 20

const isLittle = ({ texts, taught }: ManyImages): boolean =>
  taught.length <= FEW_LABELS && texts.reduce((length, text) => length + text.length, 0) <= LITTLE

async function measuring<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  signal?.throwIfAborted()
  try {
    return await work()
  } catch (error) {
    signal?.throwIfAborted()
    throw asUnavailable(error)
  }
}

/** An error loses its class and code between threads but keeps its message; the named kinds (TypeError …) are bugs and stay. */
const asUnavailable = (error: unknown): unknown =>
  error instanceof Error && error.name === 'Error'
    ? new EvencastError('UNAVAILABLE', error.message, { cause: error })
    : error
