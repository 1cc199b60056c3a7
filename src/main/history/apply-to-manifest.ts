import { createHash } from 'node:crypto'
import { type Manifest, writeManifest } from '../domain/manifest.ts'
import { applyPatch, manifestPatch } from '../domain/manifest-patch.ts'
import { applyOperations } from './apply.ts'
import type { EditContext } from './edit-context.ts'
import type { ManifestRecord } from './manifest-table.ts'
import type { Current, Next } from './ports.ts'
import type { Edit, Way } from './records.ts'

const digestOf = (bytes: Uint8Array | null): string =>
  bytes === null ? '' : createHash('sha256').update(bytes).digest('hex')

const bytesOf = (manifest: Manifest): Buffer => Buffer.from(writeManifest(manifest))

/**
 * Carries an edit through one actor's manifest. As long as nobody else has written the file since, it gets exactly the bytes it had
 * before the edit, or after it; otherwise only what the edit did is done or taken back, and everything else in it stays.
 */
export const applyToManifest = ({ journal, ports, now }: EditContext, edit: Edit, way: Way, actorId: string) =>
  ports.manifests.exchange(actorId, (current) => {
    const record = journal.manifests.get(edit.id, actorId)
    // An edit that failed before it came to this actor has changed nothing here.
    if (!record && way === 'undo' && edit.recorded) return null
    const exact = record ? exactly(record, way, current) : undefined
    if (exact !== undefined) return exact
    const base = way === 'redo' ? ports.manifests.complete(actorId, current.manifest) : current.manifest
    const updated_at = now().toISOString()
    const next = { ...applyOperations(base, actorId, edit.operations, way), updated_at }
    const bytes = bytesOf(next)
    if (way === 'redo' && edit.recorded)
      journal.manifests.put(edit.id, actorId, recordOf(current, next, digestOf(bytes)))
    return { bytes, manifest: next }
  })

/** Undefined: somebody has changed the file since. */
function exactly(record: ManifestRecord, way: Way, { bytes, manifest }: Current): Next | null | undefined {
  const [from, to] =
    way === 'redo' ? [record.digestBefore, record.digestAfter] : [record.digestAfter, record.digestBefore]
  const here = digestOf(bytes)
  if (here === to) return null
  if (here !== from) return undefined
  if (to === '') return { bytes: null, manifest: null }
  const patched = applyPatch(manifest, way === 'redo' ? record.redo : record.undo)
  const next: Next =
    way === 'undo' && record.bytesBefore
      ? { bytes: record.bytesBefore, manifest: null }
      : { bytes: bytesOf(patched), manifest: patched }
  return digestOf(next.bytes) === to ? next : undefined
}

function recordOf({ bytes, manifest }: Current, after: Manifest, digestAfter: string): ManifestRecord {
  const undo = manifestPatch(after, manifest)
  const rebuilt = bytes && digestOf(bytesOf(applyPatch(after, undo)))
  const digestBefore = digestOf(bytes)
  return {
    digestBefore,
    digestAfter,
    undo,
    redo: manifestPatch(manifest, after),
    bytesBefore: rebuilt === null || rebuilt === digestBefore ? null : bytes,
  }
}
