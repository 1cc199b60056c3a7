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
 * The one way an actor's manifest changes: reads it from disk (it is the truth, others may have written it), lets `change`
 * work on it, writes it atomically and tells the catalog. One at a time per actor. Warnings go to the user.
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

/** The manifest's exact bytes (null: there is none) with what they say. */
export function readManifest(
  context: IndexContext,
  actorId: string,
): Promise<{ readonly bytes: Uint8Array | null; readonly manifest: Manifest }> {
  return context.manifestLock(actorId, async () => {
    const { manifest } = await load(context, actorId)
    return { bytes: await readManifestBytes(folderOf(context, actorId)), manifest }
  })
}

/** Puts exact bytes back (null: removes the file) if `when` agrees to what is there now. Answers whether it did. */
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
    // The entries in the catalog are old now: the next look at the folder reads them again.
    context.catalog.actors.setManifestStamp(actorId, 'unread')
    return true
  })
}

/** A copy that was put beside the manifest says nothing more once the very bytes are back. */
async function putBack(folder: ActorFolder, bytes: Uint8Array | null): Promise<void> {
  await restoreManifestBytes(folder, bytes && Buffer.from(bytes))
  if (bytes) await dropCopies(folder, Buffer.from(bytes))
}

export interface CurrentManifest {
  /** Exactly the file; null: there is none. */
  readonly bytes: Uint8Array | null
  readonly manifest: Manifest
  /** The bytes are known to be what `writeManifest` makes of it. */
  readonly isCanonical: boolean
}

/** What shall be there: bytes (null: no file), and what they are written from where that is known. */
export interface NextManifest {
  readonly bytes: Uint8Array | null
  readonly manifest: Manifest | null
}

/**
 * For those who account for every byte: `change` sees what is there and answers what shall be there (null: nothing happens). Reads,
 * changes and writes as `editManifest` does; `change` is called again when somebody else has written meanwhile.
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
      // Others may have written it meanwhile.
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
  // Copies are of what is written otherwise: no need to look for them in a folder of thousands.
  await restoreManifestBytes(folder, bytes && Buffer.from(bytes))
  return { manifest, stamp: await manifestStamp(folder), isCanonical: true }
}

type Stamped = Pick<LoadedManifest, 'manifest' | 'stamp'> & Pick<CurrentManifest, 'isCanonical'>

/** One that makes no sense is read again each time. */
const readable = ({ manifest, stamp, unreadable }: LoadedManifest): Stamped => ({
  manifest,
  stamp: unreadable ? null : stamp,
  isCanonical: false,
})

/** Only now that something is to be written, and said. */
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
    // What an earlier attempt was to tell and did not write is told again.
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

/** Tells the catalog what was written. Where it knows what was there before, only of the entries that are other objects now. */
async function remember(
  context: IndexContext,
  actorId: string,
  before: Stamped,
  { manifest, stamp, isCanonical }: Stamped,
): Promise<void> {
  const inStep = before.stamp !== null && context.catalog.actors.get(actorId)?.manifestStamp === before.stamp
  await rememberEntries(context, actorId, manifest, stamp, inStep ? before.manifest : undefined)
  // What was told of the images stays told, unless entries were taken out.
  const recent = context.recentManifests.get(actorId)
  const whole = manifest.images.length >= before.manifest.images.length
  const recordedTo = recent?.stamp === before.stamp && whole ? recent.recordingTo : 0
  if (stamp === null) return
  context.recentManifests.set(actorId, { manifest, stamp, isCanonical, recordedTo, recordingTo: recordedTo })
}

/** Manifest with an entry for every image of the folder that is known, each saying all that is known. */
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

/** Each time all entries are gone through, so not for every page. */
const TOLD_AT_ONCE = 2000

/**
 * Takes the labels of a manifest over into the catalog, which is in step with it when all of them are. `stamp`: size and time of the
 * file they were read from. `known`: what the catalog is in step with already.
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
