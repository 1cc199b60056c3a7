import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ActorVersion } from '../../domain/snapshot-changes.ts'
import { EvencastError } from '../../domain/error.ts'
import { readManifest as parseManifest } from '../../domain/read-manifest.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import { sha256Of } from '../../kit/sha256.ts'
import { decodeText } from '../../kit/decode-text.ts'
import { isMissing } from '../../library/presence.ts'
import { scanActor } from '../../library/scan.ts'
import type { ActorRecord, RecordedFile } from '../../library/snapshots/schema.ts'
import { folderOf } from '../context/library-context.ts'
import type { SnapshotContext } from './snapshot-context.ts'
import { readManifest } from '../index/manifests.ts'

const FILES_AT_ONCE = 8

export interface RecordedActor {
  readonly record: ActorRecord
  readonly images: number
  readonly bytes: number
  readonly newBytes: number
  readonly version: ActorVersion
}

/**
 * Records the content of an actor's folder. `keep`: also stores the files before this resolves. Files with the stamp of an earlier record
 * are not read again.
 */
export async function recordActor(
  context: SnapshotContext,
  actorId: string,
  {
    keep,
    known,
    signal,
  }: { readonly keep: boolean; readonly known: ActorRecord | null; readonly signal?: AbortSignal | undefined },
): Promise<RecordedActor> {
  const folder = folderOf(context, actorId)
  const { objects } = context.snapshots
  const scan = await scanActor(folder)
  const names = [...scan.images.map(({ filename }) => filename), ...scan.sidecars]
  const before = new Map(known?.files.map((file) => [file.name, file]))
  let newBytes = 0

  async function fileOf(name: string): Promise<RecordedFile | null> {
    const file = join(folder.imagesDir, name)
    try {
      const stamp = await stampOf(file)
      const same = before.get(name)
      if (same?.stamp === stamp && (!keep || (await objects.has(same.sha256)))) return same
      if (!keep) return { name, sha256: await sha256Of(file), bytes: 0, stamp }
      const { sha256, bytes, isNew } = await objects.addFile(file)
      if (isNew) newBytes += bytes
      // The file was written while it was copied, so its stamp would identify other content.
      return { name, sha256, bytes, stamp: (await stampOf(file)) === stamp ? stamp : '' }
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  const files = (await inParallel(names, FILES_AT_ONCE, fileOf, signal)).filter((file) => file !== null)
  const { bytes: manifest, manifest: said } = await readManifest(context, actorId)
  const kept = keep && manifest ? await objects.addBytes(manifest) : null
  return {
    record: { version: 1, actor_id: actorId, manifest: kept?.sha256 ?? null, files },
    images: scan.images.length,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    newBytes: newBytes + (kept?.isNew ? kept.bytes : 0),
    version: { files: contentsOf(files), entries: entriesOf(said.images) },
  }
}

/** Returns a stamp that changes whenever the content may have changed, because programs cannot set the change time. */
async function stampOf(file: string): Promise<string> {
  const { size, mtimeNs, ctimeNs, ino } = await lstat(file, { bigint: true })
  return `${size}:${mtimeNs}:${ctimeNs}:${ino}`
}

const contentsOf = (files: readonly RecordedFile[]): ActorVersion['files'] =>
  new Map(files.map(({ name, sha256 }) => [name, sha256]))

const entriesOf = (images: ActorVersion['entries'] extends ReadonlyMap<string, infer E> ? readonly E[] : never) =>
  new Map(images.map((entry) => [entry.filename, entry]))

/** Returns the files and entries in a snapshot's record. An unreadable manifest has no entries. */
export async function versionOf(context: SnapshotContext, record: ActorRecord): Promise<ActorVersion> {
  const bytes = record.manifest === null ? null : await context.snapshots.objects.read(record.manifest)
  const images = bytes === null ? [] : imagesIn(bytes, record.actor_id)
  return { files: contentsOf(record.files), entries: entriesOf(images) }
}

function imagesIn(bytes: Buffer, actorId: string) {
  try {
    return parseManifest(decodeText(bytes), actorId).manifest.images
  } catch (error) {
    if (error instanceof EvencastError) return []
    throw error
  }
}
