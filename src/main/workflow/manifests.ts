import { type Manifest, upsertImages } from '../domain/manifest.ts'
import { loadManifest, readManifestBytes, restoreManifestBytes, saveManifest } from '../library/manifest-file.ts'
import { describe, knownImages } from './known-images.ts'
import { folderOf, type Session } from './session.ts'

/**
 * The one way an actor's manifest changes: reads it from disk (it is the truth, others may have written it), lets `change`
 * work on it, writes it atomically and tells the catalog. One at a time per actor. Warnings go to the user.
 */
export function editManifest(
  session: Session,
  actorId: string,
  change: (manifest: Manifest) => Manifest,
): Promise<Manifest> {
  return session.manifestLock(actorId, async () => {
    const folder = folderOf(session, actorId)
    const changed = { ...change(await load(session, actorId)), updated_at: session.now().toISOString() }
    rememberEntries(session, actorId, changed, await saveManifest(folder, changed))
    return changed
  })
}

/** The manifest's exact bytes (null: there is none) with what they say. */
export function readManifest(
  session: Session,
  actorId: string,
): Promise<{ readonly bytes: Uint8Array | null; readonly manifest: Manifest }> {
  return session.manifestLock(actorId, async () => {
    const manifest = await load(session, actorId)
    return { bytes: await readManifestBytes(folderOf(session, actorId)), manifest }
  })
}

/** Puts exact bytes back (null: removes the file) if `when` agrees to what is there now. Answers whether it did. */
export function restoreManifest(
  session: Session,
  actorId: string,
  bytes: Uint8Array | null,
  when: (current: Manifest) => boolean,
): Promise<boolean> {
  return session.manifestLock(actorId, async () => {
    if (!when(await load(session, actorId))) return false
    await restoreManifestBytes(folderOf(session, actorId), bytes && Buffer.from(bytes))
    // The entries in the catalog are old now: the next look at the folder reads them again.
    session.catalog.actors.setManifestStamp(actorId, 'unread')
    return true
  })
}

export interface CurrentManifest {
  /** Exactly the file; null: there is none. */
  readonly bytes: Uint8Array | null
  readonly manifest: Manifest
}

/**
 * For those who account for every byte: `change` sees what is there and answers what shall be there (null: no file; the very bytes it
 * was given: nothing happens). Reads, changes and writes as `editManifest` does.
 */
export function exchangeManifest(
  session: Session,
  actorId: string,
  change: (current: CurrentManifest) => Uint8Array | null,
): Promise<void> {
  return session.manifestLock(actorId, async () => {
    const folder = folderOf(session, actorId)
    const manifest = await load(session, actorId)
    const bytes = await readManifestBytes(folder)
    const next = change({ bytes, manifest })
    if (next === bytes) return
    await restoreManifestBytes(folder, next && Buffer.from(next))
    const written = await loadManifest(folder, session.now())
    rememberEntries(session, actorId, written.manifest, written.stamp)
  })
}

async function load(session: Session, actorId: string): Promise<Manifest> {
  const { manifest, warnings } = await loadManifest(folderOf(session, actorId), session.now())
  for (const message of warnings) session.emit({ type: 'notice', level: 'warning', message })
  return manifest
}

/** Manifest with an entry for every image of the folder that is known, each saying all that is known. */
export const completed = (session: Session, actorId: string, manifest: Manifest): Manifest =>
  upsertImages(manifest, new Map(knownImages(session, actorId).map((image) => [image.filename, describe(image)])))

/** Takes the labels of a manifest over into the catalog. `stamp`: size and time of the file they were read from. */
export function rememberEntries(session: Session, actorId: string, manifest: Manifest, stamp: string | null): void {
  const { actors, images, transaction } = session.catalog
  const entries = new Map(manifest.images.map((entry) => [entry.filename, entry]))
  transaction(() => {
    for (const { filename } of images.stampsOf(actorId)) {
      images.setEntry(actorId, entries.get(filename) ?? { filename })
    }
    actors.setManifestStamp(actorId, stamp)
  })
}
