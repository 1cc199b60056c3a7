import { alignManifest } from '../../domain/align-manifest.ts'
import { type Manifest, type ManifestImage, upsertImages } from '../../domain/manifest.ts'
import {
  dropCopies,
  type LoadedManifest,
  keepComments,
  loadManifest,
  manifestStamp,
  readManifestBytes,
  restoreManifestBytes,
  saveManifest,
  setManifestAside,
} from '../../library/manifest-file.ts'
import type { ActorFolder } from '../../library/layout.ts'
import { byIndex } from '../../domain/naming.ts'
import type { DescribedImage } from '../../catalog/image-summary.ts'
import { inPages, inSlices, writeInSlices } from '../../kit/slices.ts'
import { describeSummary } from './known-images.ts'
import { folderOf } from '../context/library-context.ts'
import type { IndexContext } from './index-context.ts'

/**
 * Changes an actor's manifest: reads it from disk, because other programs may have written it, applies `change`, writes it atomically and
 * updates the catalog. Runs one at a time per actor. Emits warnings as notices.
 */
export function editManifest(
  context: IndexContext,
  actorId: string,
  change: (manifest: Manifest) => Manifest | Promise<Manifest>,
): Promise<Manifest> {
  return context.manifestLock(actorId, async () => {
    const folder = folderOf(context, actorId)
    const before = await load(context, actorId)
    const changed = { ...(await change(before.manifest)), updated_at: context.now().toISOString() }
    await makeWay(context, actorId, before)
    const stamp = await saveManifest(folder, changed)
    await remember(context, actorId, before, { manifest: changed, stamp, isCanonical: true })
    return changed
  })
}

/** Returns the manifest's exact bytes (null when there is no file) and their parsed content. */
export function readManifest(
  context: IndexContext,
  actorId: string,
): Promise<{ readonly bytes: Uint8Array | null; readonly manifest: Manifest }> {
  return context.manifestLock(actorId, async () => {
    const { manifest } = await load(context, actorId)
    return { bytes: await readManifestBytes(folderOf(context, actorId)), manifest }
  })
}

/** Writes exact bytes (null removes the file) if `when` accepts the current manifest. Returns whether it did. */
export function restoreManifest(
  context: IndexContext,
  actorId: string,
  bytes: Uint8Array | null,
  when: (current: Manifest) => boolean,
): Promise<boolean> {
  return context.manifestLock(actorId, async () => {
    const current = await load(context, actorId)
    if (!when(current.manifest)) return false
    await makeWay(context, actorId, current)
    await putBack(folderOf(context, actorId), bytes)
    // The entries in the catalog are outdated now. This stamp makes the next scan read the manifest again.
    context.catalog.actors.setManifestStamp(actorId, 'unread')
    return true
  })
}

/** Restores the bytes and removes the copy beside the manifest that has the same bytes. */
async function putBack(folder: ActorFolder, bytes: Uint8Array | null): Promise<void> {
  await restoreManifestBytes(folder, bytes && Buffer.from(bytes))
  if (bytes) await dropCopies(folder, Buffer.from(bytes))
}

export interface CurrentManifest {
  /** The exact content of the file; null when there is none. */
  readonly bytes: Uint8Array | null
  readonly manifest: Manifest
  /** True when the bytes are known to be what `writeManifest` returns for this manifest. */
  readonly isCanonical: boolean
}

/** The manifest to write: its bytes (null: no file), and its parsed content where that is known. */
export interface NextManifest {
  readonly bytes: Uint8Array | null
  readonly manifest: Manifest | null
}

/**
 * Replaces a manifest for callers that need its exact bytes. `change` gets the current file and returns the next one (null leaves it).
 * Reads and writes as `editManifest` does; `change` is called again when another program wrote the file meanwhile.
 */
export function exchangeManifest(
  context: IndexContext,
  actorId: string,
  change: (current: CurrentManifest) => Promise<NextManifest | null>,
): Promise<void> {
  return context.manifestLock(actorId, async () => {
    const folder = folderOf(context, actorId)
    let before: Current
    let next: NextManifest | null
    do {
      before = await load(context, actorId)
      const { manifest, isCanonical } = before
      next = await change({ bytes: await readManifestBytes(folder), manifest, isCanonical })
      if (next === null) return
      // Another program may have written the file meanwhile.
    } while (before.stamp !== (await manifestStamp(folder)))
    await makeWay(context, actorId, before)
    await remember(context, actorId, before, await writeNext(context, folder, next))
  })
}

async function writeNext(
  context: IndexContext,
  folder: ActorFolder,
  { bytes, manifest }: NextManifest,
): Promise<Stamped> {
  if (manifest === null) {
    await putBack(folder, bytes)
    return readable(await loadManifest(folder, context.now()))
  }
  // Copies exist only of manifests in another format, so there is no need to search a folder of thousands for them.
  await restoreManifestBytes(folder, bytes && Buffer.from(bytes))
  return { manifest, stamp: await manifestStamp(folder), isCanonical: true }
}

type Stamped = Pick<LoadedManifest, 'manifest' | 'stamp'> & Pick<CurrentManifest, 'isCanonical'>

/** Returns no stamp for an unreadable manifest, so that it is read again each time. */
const readable = ({ manifest, stamp, unreadable }: LoadedManifest): Stamped => ({
  manifest,
  stamp: unreadable ? null : stamp,
  isCanonical: false,
})

/** Keeps an unreadable or commented manifest beside the new one, and warns. Called only when something is about to be written. */
async function makeWay(context: IndexContext, actorId: string, { unreadable, comments }: Current): Promise<void> {
  if (!unreadable && !comments) return
  const keep = comments ? keepComments : setManifestAside
  const message = await keep(folderOf(context, actorId), context.now())
  context.emit({ type: 'notice', level: 'warning', message })
}

type Current = Stamped & Pick<LoadedManifest, 'unreadable' | 'comments'>

async function load(context: IndexContext, actorId: string): Promise<Current> {
  const folder = folderOf(context, actorId)
  const recent = context.recentManifests.get(actorId)
  if (recent && recent.stamp === (await manifestStamp(folder))) {
    // Changes that an earlier attempt collected but did not write are collected again.
    context.recentManifests.set(actorId, { ...recent, recordingTo: recent.recordedTo })
    return { ...recent, unreadable: false, comments: false }
  }
  const { warnings, unreadable, comments, stamp, ...loaded } = await loadManifest(folder, context.now())
  const files = context.catalog.images.stampsOf(actorId).map(({ filename }) => filename)
  const manifest = alignManifest(loaded.manifest, files)
  for (const message of warnings) context.emit({ type: 'notice', level: 'warning', message })
  if (stamp !== null && !unreadable && !comments)
    context.recentManifests.set(actorId, { manifest, stamp, isCanonical: false, recordedTo: 0, recordingTo: 0 })
  return { manifest, stamp, isCanonical: false, unreadable, comments }
}

/**
 * Updates the catalog with what was written. When the catalog matched the manifest before, only entries that are different objects now are
 * written.
 */
async function remember(
  context: IndexContext,
  actorId: string,
  before: Stamped,
  { manifest, stamp, isCanonical }: Stamped,
): Promise<void> {
  const inStep = before.stamp !== null && context.catalog.actors.get(actorId)?.manifestStamp === before.stamp
  await rememberEntries(context, actorId, manifest, stamp, inStep ? before.manifest : undefined)
  // Recorded summaries stay recorded unless entries were removed.
  const recent = context.recentManifests.get(actorId)
  const whole = manifest.images.length >= before.manifest.images.length
  const recordedTo = recent?.stamp === before.stamp && whole ? recent.recordingTo : 0
  if (stamp === null) return
  context.recentManifests.set(actorId, { manifest, stamp, isCanonical, recordedTo, recordingTo: recordedTo })
}

/** Returns the manifest with a complete entry for every known image of the folder. */
export async function completed(context: IndexContext, actorId: string, manifest: Manifest): Promise<Manifest> {
  const { summaries } = context.catalog
  const recent = context.recentManifests.get(actorId)
  const own = recent?.manifest === manifest ? recent : null
  const recordingTo = summaries.revision()
  if (own) context.recentManifests.set(actorId, { ...own, recordingTo })
  const complete = (to: Manifest, told: readonly DescribedImage[]): Manifest =>
    upsertImages(to, new Map(told.map((summary) => [summary.filename, describeSummary(summary)])))
  if (own && own.recordedTo > 0) {
    const changed = summaries.changedSince(actorId, own.recordedTo)
    return complete(
      manifest,
      changed.sort((a, b) => byIndex(a.filename, b.filename)),
    )
  }
  let whole = manifest
  let told: DescribedImage[] = []
  const pageAfter = (last: DescribedImage | undefined, limit: number) =>
    summaries.describedAfter(actorId, last?.filename ?? '', limit)
  for await (const page of inPages(pageAfter)) {
    told.push(...page)
    if (told.length < TOLD_AT_ONCE) continue
    whole = complete(whole, told)
    told = []
  }
  return complete(whole, told)
}

/** Summaries added to the manifest at a time. Each time goes through all entries, so a page is too little. */
const TOLD_AT_ONCE = 2000

/**
 * Writes the labels of a manifest into the catalog. The stamp is written last, so the catalog counts as up to date only when all labels are
 * in.
 * `stamp` is the size and time of the file they were read from; `known` is the manifest that the catalog already matches.
 */
export async function rememberEntries(
  context: IndexContext,
  actorId: string,
  manifest: Manifest,
  stamp: string | null,
  known?: Manifest,
): Promise<void> {
  const { actors, images, transaction } = context.catalog
  const entries = await byName(manifest.images)
  const before = await byName(known?.images ?? [])
  const filenames = known
    ? [...new Set([...entries.keys(), ...before.keys()])].filter((name) => entries.get(name) !== before.get(name))
    : images.stampsOf(actorId).map(({ filename }) => filename)
  await writeInSlices(transaction, [
    ...filenames.map(
      (filename) => () => images.setEntry(actorId, entries.get(filename) ?? { filename }, before.get(filename)),
    ),
    () => actors.setManifestStamp(actorId, stamp),
  ])
}

async function byName(images: readonly ManifestImage[]): Promise<Map<string, ManifestImage>> {
  const found = new Map<string, ManifestImage>()
  await inSlices(images, (entry) => found.set(entry.filename, entry))
  return found
}
