import { EvencastError } from '../../domain/error.ts'
import type { Assessment } from '../../domain/assessment.ts'
import type { Inspection } from '../../domain/inspection.ts'
import { type JudgedImage, LOCAL_EVALUATOR } from '../../domain/judge.ts'
import { judgeMany, type ManyImages } from '../judge-many.ts'
import { fingerprint, likeness } from '../../domain/likeness.ts'
import type { Evaluator, MeasuredFile, MeasuredOrFailed } from '../evaluator.ts'
import { inGroups } from '../../kit/in-groups.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import { ProcessEndedError, survived } from '../../kit/process-pool.ts'
import type { MeasureJob } from './measure.ts'
import type { MeasureManyJob } from './measure-many.ts'
import { unread } from './unread.ts'

/** SHA-256 of each file, hex; null for one that cannot be read. */
type Hashes = readonly (string | null)[]

export interface LocalEvaluatorPorts {
  /** The style network. */
  readonly modelFile: string
  /** `measure`, `measureMany` and `inspect` of `decoder/functions.ts`: each call is carried out by a process that it may end. */
  readonly measure: (job: MeasureJob, signal?: AbortSignal) => Promise<MeasuredFile>
  readonly measureMany: (job: MeasureManyJob, signal?: AbortSignal) => Promise<readonly MeasuredOrFailed[]>
  readonly inspect: (job: { readonly file: string }, signal?: AbortSignal) => Promise<Inspection | null>
  /** `digests`, `judge` and `judgeMany` of `worker.ts`. */
  readonly digests: (job: { readonly files: readonly string[] }) => Promise<Hashes>
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
}: LocalEvaluatorPorts): Evaluator => {
  const hashesOf = together(digests)
  return {
    id: LOCAL_EVALUATOR,
    measure: (file, signal) => measuring(() => measureAlone(measure, { file, modelFile }, signal), signal),
    measureMany: (files, signal) =>
      measuring(async () => {
        try {
          return await measureMany({ files, modelFile }, signal)
        } catch (error) {
          if (!(error instanceof ProcessEndedError)) throw error
          return inParallel(files, 1, (file) => orFailed(() => measureAlone(measure, { file, modelFile }, signal)))
        }
      }, signal),
    digests: (files, signal) => measuring(() => hashesOf(files), signal),
    inspect: (file, signal) =>
      measuring(
        () =>
          survived(
            () => inspect({ file }, signal),
            () => null,
          ),
        signal,
      ),
    judge,
    judgeMany: async (images) => (isLittle(images) ? judgeMany(images) : judgeInWorker(images)),
    alike: (a, b) => {
      const kind = likeness(fingerprint(a), fingerprint(b))?.kind
      return kind === 'copy' || kind === 'variant'
    },
  }
}

/** What is asked for meanwhile is read together: to wake a thread takes longer than to hash a small image. */
const together = (digests: LocalEvaluatorPorts['digests']) =>
  inGroups(async (group: readonly (readonly string[])[]) => {
    const hashes = await digests({ files: group.flat() })
    let at = 0
    return group.map((files) => ({ status: 'fulfilled', value: hashes.slice(at, (at += files.length)) }))
  })

const ENDS_DECODER = {
  unreadable:
    'Not measured: decoding the image ended the process that does it, or took more memory than any ordinary image. Save it again as JPEG or PNG.',
  unproven: true,
} as const

/** What ends the decoder says something about this image alone: it is not measured, and no other is the worse for it. */
const measureAlone = (
  measure: LocalEvaluatorPorts['measure'],
  job: MeasureJob,
  signal: AbortSignal | undefined,
): Promise<MeasuredFile> =>
  survived(
    () => measure(job, signal),
    () => unread(job.file, ENDS_DECODER),
  )

async function orFailed(measuring: () => Promise<MeasuredFile>): Promise<MeasuredOrFailed> {
  try {
    return await measuring()
  } catch (error) {
    if (error instanceof Error && error.name === 'Error') return { failed: error.message }
    throw error
  }
}

/** Bytes of stored images that are judged in a millisecond: to wake a thread for them would take longer. */
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

/** An error loses its class and code between processes and threads but keeps its message; the named kinds (TypeError …) are bugs and stay. */
const asUnavailable = (error: unknown): unknown =>
  error instanceof Error && error.name === 'Error'
    ? new EvencastError('UNAVAILABLE', error.message, { cause: error })
    : error
