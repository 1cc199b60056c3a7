import { basename } from 'node:path'
import { alignManifest } from '../../domain/align-manifest.ts'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { isOtherPicture, parseIndex, tooLongForActor } from '../../domain/naming.ts'
import { sidecarsIn } from '../../domain/sidecars.ts'
import { isCaptionSource } from '../../library/captions/sources.ts'
import { loadManifest } from '../../library/manifest-file.ts'
import type { ActorScan } from '../../library/scan.ts'
import { writeInSlices } from '../../kit/slices.ts'
import { rememberEntries } from './manifests.ts'
import type { AmongMany } from './among-many.ts'
import { folderOf } from '../context/library-context.ts'
import type { IndexContext } from './index-context.ts'

/** Changes written in the same transaction as the actor, which takes about two milliseconds. Most actors have no more. */
const WRITTEN_FIRST = 50

export interface IndexChange {
  /** Number of files that are new or whose bytes changed; they have to be assessed. */
  readonly changed: number
  readonly gone: number
  readonly labels: boolean
  /** True when captions, masks or caches were added or removed. */
  readonly sidecars: boolean
  /** True when there are files that may hold captions. */
  readonly captions: boolean
  /** The scan of the folder. */
  readonly scan: ActorScan
}

/**
 * Updates the catalog from one actor's folder by file sizes and times only: an unchanged image is not read again. A folder that cannot be
 * read is recorded as a problem of the actor, and its images stay. Throws UNAVAILABLE when the library is missing.
 */
export async function indexActor(context: IndexContext, actorId: string, among?: AmongMany): Promise<IndexChange> {
  const { catalog } = context
  const folder = folderOf(context, actorId)
  const tooLong = tooLongForActor(actorId)
  if (tooLong !== null) throw new EvencastError('BAD_INPUT', tooLong)
  // Changes that edits report during the scan are newer than what the scan sees.
  using told = catalog.images.toldSince(actorId)
  const scan = await context.scan(folder, { many: among !== undefined })

  const here = new Set(scan.images.map((file) => file.filename))
  const base = scan.base && { name: basename(scan.base.file), stamp: scan.base.stamp }
  const { byImage } = sidecarsIn([...here, ...scan.sidecars, ...scan.others.filter(isOtherPicture)])
  const highest = Math.max(0, ...scan.images.map((file) => parseIndex(file.filename, actorId) ?? 0))
  let sidecars = false
  const { row, changed, gone, labels, otherBase, rest } = await catalog.together(() => {
    const known = new Map(catalog.images.stampsOf(actorId).map((file) => [file.filename, file]))
    const changed = scan.images.filter((file) => !isSame(known.get(file.filename), file) && !told.has(file.filename))
    const gone = [...known.keys()].filter((filename) => !here.has(filename) && !told.has(filename))
    const row = catalog.actors.get(actorId)
    const otherBase = row?.baseFile !== (base?.name ?? null) || row?.baseStamp !== (base?.stamp ?? null)
    const labels = row?.manifestStamp !== scan.manifestStamp || changed.length > 0
    catalog.actors.add(actorId)
    catalog.actors.setProblem(actorId, null)
    // Their entries are unknown until the manifest is read. Without a stamp, it is read again after a crash.
    if (changed.length > 0 && scan.manifestStamp !== null && row?.manifestStamp === scan.manifestStamp)
      catalog.actors.setManifestStamp(actorId, null)
    if (otherBase) catalog.actors.setBase(actorId, base)
    catalog.actors.setSkipped(actorId, scan.skipped)
    catalog.actors.raiseLastIndex(actorId, highest)
    // A file that was removed and restored may have its old sidecars again.
    const others = new Set([
      ...catalog.images.otherSidecars(actorId, byImage),
      ...changed.map(({ filename }) => filename),
    ])
    // Writes after the first slice run in later turns, so each checks again whether an edit has reported its file.
    const each = (filename: string, write: () => void) => () => told.own(filename, write)
    const writes = [
      ...changed.map((file) => each(file.filename, () => catalog.images.put(actorId, file))),
      ...gone.map((filename) => each(filename, () => catalog.images.markGone(actorId, filename))),
      ...[...others].map((filename) =>
        each(filename, () => {
          if (catalog.images.setSidecars(actorId, filename, byImage.get(filename))) sidecars = true
        }),
      ),
    ]
    for (const write of writes.slice(0, WRITTEN_FIRST)) write()
    return { row, changed, gone, labels, otherBase, rest: writes.slice(WRITTEN_FIRST) }
  })
  let isCaptioned = [...scan.sidecars, ...scan.others].some(isCaptionSource)
  // When there is no manifest and was none, there is nothing to read. An edit that writes one since then updates the catalog itself.
  const hasManifest = labels && (scan.manifestStamp ?? row?.manifestStamp ?? null) !== null
  const writeRest = async () => {
    await writeInSlices(catalog.transaction, rest)
    if (!hasManifest) return
    await context.manifestLock(actorId, async () => {
      const { warnings, unreadable, ...loaded } = await loadManifest(folder, context.now())
      const manifest = alignManifest(loaded.manifest, [...here])
      isCaptioned ||= manifest.images.some(({ caption }) => caption !== undefined)
      forgetMisnamed(context, actorId, [...here])
      for (const message of warnings) context.emit({ type: 'notice', level: 'warning', message })
      // An unreadable manifest gets no stamp, so that its warning is repeated each time.
      await rememberEntries(context, actorId, manifest, unreadable ? null : scan.manifestStamp)
      const named = Math.max(0, ...manifest.images.map((entry) => parseIndex(entry.filename, actorId) ?? 0))
      catalog.actors.raiseLastIndex(actorId, named)
    })
  }
  if (rest.length > 0 || hasManifest) await (among ? among.inTurn(writeRest) : writeRest())
  if (changed.length + gone.length > 0 || labels || otherBase) context.unjudged.add(actorId)
  return { changed: changed.length, gone: gone.length, labels, sidecars, captions: isCaptioned, scan }
}

type Stamp = Pick<ActorScan['images'][number], 'bytes' | 'mtimeNs'>

const isSame = (a: Stamp | undefined, b: Stamp | undefined): boolean =>
  a?.bytes === b?.bytes && a?.mtimeNs === b?.mtimeNs

/** Drops the cached manifest when its file names no longer match those in the folder. */
function forgetMisnamed({ recentManifests }: IndexContext, actorId: string, files: readonly string[]): void {
  const recent = recentManifests.get(actorId)
  if (recent && alignManifest(recent.manifest, files) !== recent.manifest) recentManifests.forget(actorId)
}

/** Records why an actor could not be indexed, so that it is shown as failed instead of empty. */
export function indexFailed(context: IndexContext, actorId: string, error: unknown): void {
  context.log.warn({ actorId, error }, 'actor not indexed')
  context.catalog.actors.add(actorId)
  context.catalog.actors.setProblem(actorId, messageOf(error))
}
