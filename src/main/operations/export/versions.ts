import { readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { EvencastError } from '../../domain/error.ts'
import { safeName, safeNames } from '../../domain/training/names.ts'
import { TRAINERS, type TrainerName } from '../../domain/training/trainer.ts'
import { type Lock, LOCK_FILE, readLock } from '../../training/lock.ts'
import { readTraining, type TrainingRecord } from '../../training/training-record.ts'

/** An export that a window made: `{trainer}/{actor}/{version}` in the exports folder. */
export interface KeptExport {
  readonly versionId: string
  readonly dir: string
  readonly name: string
  readonly lock: Lock
  readonly exportedAt: Date
  readonly training: TrainingRecord | null
}

export const versionIdOf = (base: string, dir: string): string => relative(base, dir).replaceAll('\\', '/')

const foldersIn = async (dir: string): Promise<readonly string[]> =>
  (await readdir(dir, { withFileTypes: true }).catch(() => []))
    .filter((each) => each.isDirectory())
    .map(({ name }) => name)

async function openExport(base: string, versionId: string): Promise<KeptExport | null> {
  const dir = join(base, versionId)
  const lock = await readLock(dir).catch(() => null)
  const stats = await stat(join(dir, LOCK_FILE)).catch(() => null)
  if (!lock || !stats || lock.state !== 'whole') return null
  const name = lock.label ?? versionId.split('/')[2] ?? versionId
  const training = await readTraining(dir).catch(() => null)
  return { versionId, dir, name, lock, exportedAt: stats.mtime, training }
}

/** Returns the exports of one actor (null: of all), the newest first. */
export async function keptExports(base: string, actorId: string | null): Promise<readonly KeptExport[]> {
  const ids: string[] = []
  for (const trainer of TRAINERS) {
    // Two actors may have the same safe name. The second folder then has a number, and the lock names the actor.
    const actors = (await foldersIn(join(base, trainer))).filter(
      (name) => actorId === null || name === safeName(actorId) || name.startsWith(`${safeName(actorId)}-`),
    )
    for (const actor of actors)
      for (const version of await foldersIn(join(base, trainer, actor))) ids.push(`${trainer}/${actor}/${version}`)
  }
  const found = await Promise.all(ids.map((id) => openExport(base, id)))
  return found
    .flatMap((each) => (each && (actorId === null || each.lock.name === actorId) ? [each] : []))
    .toSorted((a, b) => b.exportedAt.getTime() - a.exportedAt.getTime() || (a.versionId < b.versionId ? 1 : -1))
}

/** Returns the export of an id from a window. An id is exactly three names, so that it cannot lead to another folder. */
export async function keptExport(base: string, versionId: string): Promise<KeptExport> {
  const found = /^[\w-]+\/[\w-]+\/[\w-]+$/.test(versionId) ? await openExport(base, versionId) : null
  if (found) return found
  throw new EvencastError('NOT_FOUND', 'This export is no longer there. Export again.')
}

/** Returns the path of its lock file, with which a file manager can show the folder. */
export const lockPath = async (base: string, versionId: string): Promise<string> =>
  join((await keptExport(base, versionId)).dir, LOCK_FILE)

/** Returns the target folder of each actor. Without a version, each actor gets its next number. */
export async function placesFor(
  base: string,
  trainer: TrainerName,
  { actorIds, version }: { readonly actorIds: readonly string[]; readonly version?: string | undefined },
): Promise<(actorId: string) => { readonly dir: string; readonly label: string }> {
  const names = safeNames(actorIds)
  const places = new Map<string, { readonly dir: string; readonly label: string }>()
  for (const actorId of actorIds) {
    const own = join(base, trainer, names.get(actorId) ?? safeName(actorId))
    const label = version ?? `v${nextNumber(await foldersIn(own))}`
    places.set(actorId, { dir: join(own, safeName(label)), label })
  }
  return (actorId) => places.get(actorId) ?? { dir: join(base, trainer, safeName(actorId), 'v1'), label: 'v1' }
}

const nextNumber = (names: readonly string[]): number =>
  1 + Math.max(0, ...names.flatMap((name) => (/^v\d{1,6}$/.test(name) ? [Number(name.slice(1))] : [])))
