import { EvencastError } from '../../domain/error.ts'
import { type Lock, readLock } from '../../training/lock.ts'
import { isOpen, type TrainingRecord } from '../../training/training-record.ts'

/** Returns the lock of an export that Replicate can train with. Throws BAD_INPUT for any other, CONFLICT for an incomplete one. */
export async function exported(dir: string): Promise<Lock> {
  const lock = await readLock(dir)
  if (!lock || lock.trainer !== 'replicate')
    throw new EvencastError('BAD_INPUT', `${dir} is no export for Replicate. Export with --for replicate first.`)
  if (lock.state !== 'whole')
    throw new EvencastError('CONFLICT', `The export to ${dir} was cut short. Export again to continue it.`)
  return lock
}

export function zipOf({ files }: Lock, dir: string): readonly [name: string, sha256: string] {
  const [found] = Object.entries(files).filter(([name]) => name.endsWith('.zip') && !name.includes('/'))
  if (found?.[1]) return [found[0], found[1]]
  throw new EvencastError('CONFLICT', `${dir} holds no zip. Export again.`)
}

/** Returns true when this very set was trained and its weights are downloaded. */
export const isDone = (record: TrainingRecord, lock: Lock, dir: string): boolean =>
  record.state === 'succeeded' && !isOpen(record) && record.zip_sha256 === zipOf(lock, dir)[1]

export const batchOf = ({ settings }: Lock): number =>
  typeof settings['batchSize'] === 'number' ? settings['batchSize'] : 1
