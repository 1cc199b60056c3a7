import { join } from 'node:path'
import { z } from 'zod'
import { EvencastError, systemCode } from '../domain/error.ts'
import { isPlainName } from '../domain/naming.ts'
import { MIB, readRegular, UnfitFileError } from '../kit/read-regular.ts'
import { STYLES } from '../domain/style.ts'
import { TRAINERS } from '../domain/training/trainer.ts'

/**
 * File beside an export's images that records its content, its sources and its settings. It distinguishes an export from any other folder.
 */
export const LOCK_FILE = 'evencast.lock.json'

/** Largest lock; 100,000 images with their captions need a third of it. */
const MOST_BYTES = 256 * MIB

const Sha = z.string().regex(/^[0-9a-f]{64}$/)
/** Relative path with forward slashes, inside the folder; a leading letter with a colon would be a drive. */
const Path = z.string().refine((path) => path.split('/').every(isPlainName) && !/^[a-z]:/i.test(path))

export const LockedImage = z.object({
  /** Path within the folder or the archive. */
  file: Path,
  sha256: Sha,
  width: z.number().int(),
  height: z.number().int(),
  caption: z.string(),
  actor_id: z.string(),
  style: z.enum(STYLES).nullable(),
  /** The file from which it was made. */
  source: z.object({ filename: z.string(), sha256: Sha }),
  crop: z.unknown(),
})
export type LockedImage = z.infer<typeof LockedImage>

export const Lock = z.object({
  version: z.literal(1),
  made_with: z.string(),
  /** `writing`: unfinished; `whole`: all of it is there. */
  state: z.enum(['writing', 'whole']),
  trainer: z.enum(TRAINERS),
  name: z.string(),
  /** The user's name for this version of the set. */
  label: z.string().optional(),
  trigger: z.string(),
  class_word: z.string(),
  target: z.object({ photorealistic: z.number(), bw_stylized: z.number(), color_stylized: z.number() }),
  settings: z.record(z.string(), z.unknown()),
  subsets: z.array(
    z.object({ dir: z.string(), style: z.string(), images: z.number(), repeats: z.number(), exposure: z.number() }),
  ),
  images: z.array(LockedImage),
  /** Every written file with its hash; null while it is being written. */
  files: z.record(Path, Sha.nullable()),
})
export type Lock = z.infer<typeof Lock>

/** Reads a folder's lock; null when there is none. Throws CONFLICT for an invalid one, since such a folder must not be written to. */
export async function readLock(dir: string): Promise<Lock | null> {
  let text: string
  try {
    text = (await readRegular(join(dir, LOCK_FILE), MOST_BYTES)).toString('utf8')
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(cause))) return null
    if (cause instanceof UnfitFileError) throw new EvencastError('CONFLICT', cause.message, { cause })
    throw new EvencastError('UNAVAILABLE', `${join(dir, LOCK_FILE)} cannot be read. Check its permissions.`, { cause })
  }
  const parsed = parseLock(text)
  if (parsed) return parsed
  throw new EvencastError(
    'CONFLICT',
    `${join(dir, LOCK_FILE)} is not what Evencast writes. Choose another folder, or move that file away.`,
  )
}

/** Parses a lock; null when it is invalid. */
export function parseLock(text: string): Lock | null {
  try {
    return Lock.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
