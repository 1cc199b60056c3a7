import { join } from 'node:path'
import { z } from 'zod'
import { EvencastError, systemCode } from '../domain/error.ts'
import { isPlainName } from '../domain/naming.ts'
import { MIB, readRegular, UnfitFileError } from '../kit/read-regular.ts'
import { STYLES } from '../domain/style.ts'
import { TRAINERS } from '../domain/training/trainer.ts'

/** Beside an export's images: what it holds, from what, and how it was made. It is how an export is told from any other folder. */
export const LOCK_FILE = 'evencast.lock.json'

/** 100,000 images with their captions have a third of it. */
const MOST_BYTES = 256 * MIB

const Sha = z.string().regex(/^[0-9a-f]{64}$/)
/** Relative, with forward slashes, inside the folder; a colon names a drive where there are any. */
const Path = z.string().refine((path) => path.split('/').every(isPlainName) && !/^[a-z]:/i.test(path))

export const LockedImage = z.object({
  /** Within the folder or the archive. */
  file: Path,
  sha256: Sha,
  width: z.number().int(),
  height: z.number().int(),
  caption: z.string(),
  actor_id: z.string(),
  style: z.enum(STYLES).nullable(),
  /** What it was made from. */
  source: z.object({ filename: z.string(), sha256: Sha }),
  crop: z.unknown(),
})
export type LockedImage = z.infer<typeof LockedImage>

export const Lock = z.object({
  version: z.literal(1),
  made_with: z.string(),
  /** `writing`: it was cut short; `whole`: all of it is there. */
  state: z.enum(['writing', 'whole']),
  trainer: z.enum(TRAINERS),
  name: z.string(),
  /** What its maker calls this version of the set. */
  label: z.string().optional(),
  trigger: z.string(),
  class_word: z.string(),
  target: z.object({ photorealistic: z.number(), bw_stylized: z.number(), color_stylized: z.number() }),
  settings: z.record(z.string(), z.unknown()),
  subsets: z.array(
    z.object({ dir: z.string(), style: z.string(), images: z.number(), repeats: z.number(), exposure: z.number() }),
  ),
  images: z.array(LockedImage),
  /** Everything that was written, with its hash; null while it is being written. */
  files: z.record(Path, Sha.nullable()),
})
export type Lock = z.infer<typeof Lock>

/** Null when there is none. Throws CONFLICT for one that cannot be understood: then the folder is nobody's to write to. */
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

/** Null for what cannot be understood. */
export function parseLock(text: string): Lock | null {
  try {
    return Lock.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
