import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Manifest, manifestTexts } from '../domain/manifest.ts'
import { applyPatch, manifestPatch } from '../domain/manifest-patch.ts'
import { applyOperations } from './apply.ts'
import type { EditContext } from './edit-context.ts'
import { type ManifestRecord, storedRecord } from './manifest-table.ts'
import type { Current, Next } from './ports.ts'
import type { Edit, Way } from './records.ts'

/** Bytes hashed at a time, which takes about two milliseconds. */
const HASHED_BYTES = 2 * 1024 * 1024

async function digestOf(bytes: Uint8Array | null): Promise<string> {
  if (bytes === null) return ''
  const hash = createHash('sha256')
  for (let start = 0; start < bytes.length; start += HASHED_BYTES) {
    if (start > 0) await nextTurn()
    hash.update(bytes.subarray(start, start + HASHED_BYTES))
  }
  return hash.digest('hex')
}

async function bytesOf(manifest: Manifest): Promise<Buffer> {
  const parts: Buffer[] = []
  for (const text of manifestTexts(manifest)) {
    if (parts.length > 0) await nextTurn()
    parts.push(Buffer.from(text))
  }
  return Buffer.concat(parts)
}

/**
 * Applies an edit to one actor's manifest, or undoes it there. When no other program has written the file since, it gets exactly the bytes
 * from before or after the edit; otherwise only the edit's own changes are made or undone, and the rest of the file stays. `written`
 * settles when the files that the manifest describes are in place; the manifest is computed meanwhile.
 */
export const applyToManifest = (
  context: EditContext,
  edit: Edit,
  way: Way,
  actorId: string,
  written: Promise<unknown>,
): Promise<void> =>
  context.ports.manifests.exchange(actorId, async (current) => {
    const { next, record } = await nextOf(context, edit, way, actorId, current)
    const stored = record && (await storedRecord(record))
    await written
    // The record is stored last: without one, a failed edit has not changed this manifest.
    if (stored) context.journal.manifests.put(edit.id, actorId, stored)
    return next
  })

interface Planned {
  readonly next: Next | null
  /** Record to store, if any. */
  readonly record?: ManifestRecord
}

async function nextOf(
  { journal, ports, now }: EditContext,
  edit: Edit,
  way: Way,
  actorId: string,
  current: Current,
): Promise<Planned> {
  const record = journal.manifests.get(edit.id, actorId)
  // The edit failed before it changed this actor.
  if (!record && way === 'undo' && edit.recorded) return { next: null }
  const exact = record ? await exactly(record, way, current) : undefined
  if (exact !== undefined) return { next: exact }
  const base = way === 'redo' ? await ports.manifests.complete(actorId, current.manifest) : current.manifest
  const applied = applyOperations(base, actorId, edit.operations, way)
  if (way === 'undo' && applied === base) return { next: null }
  const manifest = { ...applied, updated_at: now().toISOString() }
  const next = { bytes: await bytesOf(manifest), manifest }
  if (way === 'undo' || !edit.recorded) return { next }
  return { next, record: await recordOf(current, manifest, await digestOf(next.bytes)) }
}

/** Returns undefined when the file was changed since, so that its exact bytes cannot be restored. */
async function exactly(
  record: ManifestRecord,
  way: Way,
  { bytes, manifest }: Current,
): Promise<Next | null | undefined> {
  const [from, to] =
    way === 'redo' ? [record.digestBefore, record.digestAfter] : [record.digestAfter, record.digestBefore]
  const here = await digestOf(bytes)
  if (here === to) return null
  if (here !== from) return undefined
  if (to === '') return { bytes: null, manifest: null }
  if (way === 'undo' && record.bytesBefore)
    return (await digestOf(record.bytesBefore)) === to ? { bytes: record.bytesBefore, manifest: null } : undefined
  const patched = applyPatch(manifest, way === 'redo' ? record.redo : record.undo)
  const next = { bytes: await bytesOf(patched), manifest: patched }
  return (await digestOf(next.bytes)) === to ? next : undefined
}

async function recordOf(
  { bytes, manifest, isCanonical }: Current,
  after: Manifest,
  digestAfter: string,
): Promise<ManifestRecord> {
  const undo = manifestPatch(after, manifest)
  const digestBefore = await digestOf(bytes)
  const isRebuilt =
    bytes === null || isCanonical || (await digestOf(await bytesOf(applyPatch(after, undo)))) === digestBefore
  return {
    digestBefore,
    digestAfter,
    undo,
    redo: manifestPatch(manifest, after),
    bytesBefore: isRebuilt ? null : bytes,
  }
}
