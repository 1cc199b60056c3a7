import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { EvencastError, systemCode } from '../domain/error.ts'
import { MIB, readRegular, UnfitFileError } from '../kit/read-regular.ts'

/** File beside an export's lock that records the training started with it. It is the journal that prevents paying twice. */
export const TRAINING_FILE = 'evencast.training.json'

const Name = z.string().regex(/^[a-z\d][\w.-]{0,99}\/[a-z\d][\w.-]{0,99}$/i, 'Write it as owner/name.')
/** "owner/name": the model of which a training becomes a version. */
export const ModelName = Name

/**
 * State of a training. `asked`: requested, and its id is not known yet. Costs are US dollars. The file may be untrusted: nothing in it
 * becomes an address or a path on the disk.
 */
export const TrainingRecord = z.object({
  version: z.literal(1),
  service: z.literal('replicate'),
  state: z.enum(['asked', 'running', 'succeeded', 'failed', 'cancelled']),
  destination: Name,
  /** SHA-256 of the uploaded zip. */
  zip_sha256: z.string().regex(/^[0-9a-f]{64}$/),
  source_url: z.string().max(2000),
  steps: z.number().int().min(1).max(1_000_000),
  asked_at: z.iso.datetime(),
  training_id: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .nullable(),
  estimated_usd: z.number().min(0),
  cost_usd: z.number().min(0).nullable(),
  /** Cost at which a training is cancelled; null for no limit. */
  limit_usd: z.number().min(0).nullable(),
  ended_at: z.iso.datetime().nullable(),
  /** Why it failed or was cancelled. */
  note: z.string().nullable(),
  /** File name of the weights within `weights`; null until they are downloaded. */
  weights: z
    .string()
    .regex(/^[\w-][\w.-]{0,150}$/)
    .nullable(),
})
export type TrainingRecord = z.infer<typeof TrainingRecord>

const MOST_BYTES = MIB

/**
 * Reads a folder's training; null when none was started. Throws CONFLICT for an invalid file, since it may describe a training that costs
 * money.
 */
export async function readTraining(dir: string): Promise<TrainingRecord | null> {
  const file = join(dir, TRAINING_FILE)
  const bytes = await readRegular(file, MOST_BYTES).catch((cause: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(cause))) return null
    if (cause instanceof UnfitFileError) throw new EvencastError('CONFLICT', cause.message, { cause })
    throw new EvencastError('UNAVAILABLE', `${file} cannot be read. Check its permissions.`, { cause })
  })
  if (bytes === null) return null
  try {
    return TrainingRecord.parse(JSON.parse(bytes.toString('utf8')))
  } catch {
    throw new EvencastError('CONFLICT', `${file} is not what Evencast writes. Move it away to train with this export.`)
  }
}

/** Writes the record. Durable when it resolves. */
export const writeTraining = (dir: string, record: TrainingRecord): Promise<void> =>
  writeFileAtomic(join(dir, TRAINING_FILE), `${JSON.stringify(record, null, 2)}\n`)

/** Returns true when the training still costs money, or may. */
export const isOpen = ({ state, weights }: TrainingRecord): boolean =>
  state === 'asked' || state === 'running' || (state === 'succeeded' && weights === null)
