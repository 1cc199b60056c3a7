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
export const bringManifest = ({ journal, ports, now }: EditContext, edit: Edit, way: Way, actorId: string) =>
  ports.manifests.exchange(actorId, (current) => {
    const record = journal.manifests.get(edit.id, actorId)
    // An edit that failed before it came to this actor has changed nothing here.
    if (!record && way === 'back' && edit.recorded) return null
    const exact = record ? exactly(record, way, current) : undefined
    if (exact !== undefined) return exact
    const base = way === 'forth' ? ports.manifests.complete(actorId, current.manifest) : current.manifest
    const updated_at = now().toISOString()
    const next = { ...applyOperations(base, actorId, edit.operations, way), updated_at }
    const bytes = bytesOf(next)
    if (way === 'forth' && edit.recorded)
      journal.manifests.put(edit.id, actorId, recordOf(current, next, digestOf(bytes)))
    return { bytes, manifest: next }
  })

/** Undefined: somebody has changed the file since. */
function exactly(record: ManifestRecord, way: Way, { bytes, manifest }: Current): Next | null | undefined {
  const [from, to] =
    way === 'forth' ? [record.digestBefore, record.digestAfter] : [record.digestAfter, record.digestBefore]
  const here = digestOf(bytes)
  if (here === to) return null
  if (here !== from) return undefined
  if (to === '') return { bytes: null, manifest: null }
  const patched = applyPatch(manifest, way === 'forth' ? record.forth : record.back)
  const next: Next =
    way === 'back' && record.bytesBefore
      ? { bytes: record.bytesBefore, manifest: null }
      : { bytes: bytesOf(patched), manifest: patched }
  return digestOf(next.bytes) === to ? next : undefined
}

function recordOf({ bytes, manifest }: Current, after: Manifest, digestAfter: string): ManifestRecord {
  const back = manifestPatch(after, manifest)
  const rebuilt = bytes && digestOf(bytesOf(applyPatch(after, back)))
  const digestBefore = digestOf(bytes)
  return {
    digestBefore,
    digestAfter,
    back,
    forth: manifestPatch(manifest, after),
    bytesBefore: rebuilt === null || rebuilt === digestBefore ? null : bytes,
  }
}
