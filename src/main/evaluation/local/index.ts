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
  /** Path of the style network. */
  readonly modelFile: string
  /** `measure`, `measureMany` and `inspect` of `decoder/functions.ts`, which run in a process that a call may crash. */
  readonly measure: (job: MeasureJob, signal?: AbortSignal) => Promise<MeasuredFile>
  readonly measureMany: (job: MeasureManyJob, signal?: AbortSignal) => Promise<readonly MeasuredOrFailed[]>
  readonly inspect: (job: { readonly file: string }, signal?: AbortSignal) => Promise<Inspection | null>
  /** `digests`, `judge` and `judgeMany` of `worker.ts`. */
  readonly digests: (job: { readonly files: readonly string[] }) => Promise<Hashes>
  readonly judge: (images: readonly JudgedImage[]) => Promise<ReadonlyMap<string, Assessment>>
  readonly judgeMany: (images: ManyImages) => Promise<readonly string[]>
}

/** Creates an evaluator that judges by pixels alone, on this machine, at no cost. */
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

/** Groups files requested at the same time into one call: waking a thread takes longer than hashing a small image. */
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

/** A file that crashes the decoder is reported as not measured; other images are not affected. */
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

/** Bytes of stored images that are judged within a millisecond, less than waking a thread would take. */
const LITTLE = 16_000

/** Most labels that are learned on the main thread: learning solves an equation with as many unknowns. */
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

/**
 * Errors lose their class and code between processes and threads but keep their message; named kinds (TypeError …) are bugs and stay as
 * they are.
 */
const asUnavailable = (error: unknown): unknown =>
  error instanceof Error && error.name === 'Error'
    ? new EvencastError('UNAVAILABLE', error.message, { cause: error })
    : error
