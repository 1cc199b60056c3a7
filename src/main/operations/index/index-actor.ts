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

/** Written with the actor itself, which is some two milliseconds: most actors have no more. */
const WRITTEN_FIRST = 50

export interface IndexChange {
  /** Files that are new or whose bytes changed: to be assessed. */
  readonly changed: number
  readonly gone: number
  readonly labels: boolean
  /** Captions, masks or caches came or went. */
  readonly sidecars: boolean
  /** There are files that may hold captions. */
  readonly captions: boolean
  /** What the look at the folder saw. */
  readonly scan: ActorScan
}

/**
 * Brings the catalog in step with one actor's folder by looking at sizes and times only: an unchanged image is not read again.
 * A folder that cannot be read is a problem of the actor, never the loss of its images; a vanished library throws UNAVAILABLE.
 */
export async function indexActor(context: IndexContext, actorId: string, among?: AmongMany): Promise<IndexChange> {
  const { catalog } = context
  const folder = folderOf(context, actorId)
  const tooLong = tooLongForActor(actorId)
  if (tooLong !== null) throw new EvencastError('BAD_INPUT', tooLong)
  // What an edit tells of a file meanwhile is newer than what the look at the folder sees.
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
    // What the manifest says of them is not known before it was read: whoever dies until then reads it again.
    if (changed.length > 0 && scan.manifestStamp !== null && row?.manifestStamp === scan.manifestStamp)
      catalog.actors.setManifestStamp(actorId, null)
    if (otherBase) catalog.actors.setBase(actorId, base)
    catalog.actors.setSkipped(actorId, scan.skipped)
    catalog.actors.raiseLastIndex(actorId, highest)
    // One that was gone and is back may come with what belonged to it then.
    const others = new Set([
      ...catalog.images.otherSidecars(actorId, byImage),
      ...changed.map(({ filename }) => filename),
    ])
    // Those after the first come in later turns, when more may have been told.
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
  // Where there is none, and was none, there is nothing to read; whoever writes one since tells what it says.
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
      // One that makes no sense is told of each time.
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

/** What is remembered of a manifest must name the files as they are called by now. */
function forgetMisnamed({ recentManifests }: IndexContext, actorId: string, files: readonly string[]): void {
  const recent = recentManifests.get(actorId)
  if (recent && alignManifest(recent.manifest, files) !== recent.manifest) recentManifests.forget(actorId)
}

/** Records why an actor could not be indexed, so that it shows as failed instead of empty. */
export function indexFailed(context: IndexContext, actorId: string, error: unknown): void {
  context.log.warn({ actorId, error }, 'actor not indexed')
  context.catalog.actors.add(actorId)
  context.catalog.actors.setProblem(actorId, messageOf(error))
}
