import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EvencastError } from '../../domain/error.ts'
import type { CaptionWrite, EditPorts } from '../../history/ports.ts'
import { actorsOf, type Place } from '../../history/records.ts'
import { writeTarget } from '../../library/about-file.ts'
import { syncDir } from '../../library/durable.ts'
import { captionTextOf } from '../../library/captions/text.ts'
import { moveImage } from '../../library/move-image.ts'
import { assertInside, assertPlainName, pathIn } from '../../library/path-in.ts'
import { assertPresent, isThere } from '../../library/presence.ts'
import type { Announcer } from '../context/announcer.ts'
import type { JudgeAgain } from '../assess/judge-again.ts'
import { completed, exchangeManifest } from '../index/manifests.ts'
import { isImageName } from '../../domain/naming.ts'
import { sha256Of } from '../../kit/sha256.ts'
import { folderOf } from '../context/library-context.ts'
import type { EditingContext } from './editing-context.ts'
import { rememberWritten } from '../captions/remember-captions.ts'
import type { FollowingStore } from '../sync/store-trash.ts'

/** Receivers of edits. */
interface EditFollowers {
  readonly announcer: Announcer
  readonly judgeAgain: JudgeAgain
  /** Updates an actor's advice, which depends on captions. */
  readonly adviseAgain: JudgeAgain
  readonly store: FollowingStore
}

/** Implements what an edit does to the library. The catalog is updated at once, so that a moved image is never measured again. */
export function createEditPorts(
  context: EditingContext,
  { announcer, judgeAgain, adviseAgain, store }: EditFollowers,
): EditPorts {
  const { trash, layout, catalog } = context
  const pathOf = ({ actorId, filename }: Place) => pathIn(layout.root, folderOf(context, actorId).imagesDir, filename)
  const hashOf = ({ actorId, filename }: Place) => catalog.images.byName(actorId, filename)?.sha256 ?? null

  /** Adds an image to the catalog, with its hash if that is known. */
  async function take(place: Place, sha256: string | null): Promise<void> {
    const { actorId, filename } = place
    const { size, mtimeNs } = await stat(await pathOf(place), { bigint: true })
    catalog.transaction(() => {
      catalog.images.put(actorId, { filename, bytes: Number(size), mtimeNs: String(mtimeNs) })
      const row = catalog.images.byName(actorId, filename)
      if (row && sha256 !== null) catalog.images.setSha256(row.id, sha256)
    })
  }

  return {
    files: {
      async discard({ kind, trashId, actorId, filename, entry }) {
        const sha256 = hashOf({ actorId, filename }) ?? undefined
        const file = await pathOf({ actorId, filename })
        const deletedAt = context.now().toISOString()
        // Every sidecar that a snapshot changes has its own operation.
        const alone = kind === 'restore'
        const reason = alone ? 'snapshot' : 'deleted'
        const what = { id: trashId, file, actorId, entry, reason, runId: null, deletedAt, sha256, alone }
        const { sidecars } = await trash.put(what)
        if (isImageName(filename)) catalog.images.markGone(actorId, filename)
        // The store follows edits at the next sync. Only images that a run may have removed there are removed and restored at once.
        if (kind === 'add') for (const name of [filename, ...sidecars]) await store.discarded(actorId, name, trashId)
      },
      async restore({ kind, trashId, actorId, filename }) {
        const item = await trash.restore(trashId)
        if (!item) throw new EvencastError('NOT_FOUND', `${filename} of ${actorId} is no longer in the trash.`)
        if (isImageName(filename)) await take({ actorId, filename }, item.sha256 ?? null)
        if (kind === 'add')
          for (const name of [filename, ...item.sidecars]) await store.restored(actorId, name, trashId)
      },
      async layReady({ trashId, entry, ...place }, sha256) {
        const { actorId } = place
        const deletedAt = context.now().toISOString()
        const file = await pathOf(place)
        const what = { id: trashId, file, actorId, entry, reason: 'snapshot', runId: null, deletedAt, sha256 }
        await trash.take(what, await context.snapshots.objects.verified(sha256))
      },
      async holds(place, sha256) {
        await assertPresent(layout.root)
        const file = await pathOf(place)
        return (await isThere(file)) && (await sha256Of(file)) === sha256
      },
      inTrash: async (trashId) => (await trash.find(trashId)) !== null,
      async move(from, to) {
        await assertPresent(layout.root)
        const sha256 = hashOf(from) ?? hashOf(to)
        await moveImage(await pathOf(from), await pathOf(to))
        catalog.images.markGone(from.actorId, from.filename)
        await take(to, sha256)
      },
      async captionFolder(actorId) {
        const { imagesDir } = folderOf(context, actorId)
        await assertPresent(layout.root)
        await assertInside(layout.root, imagesDir)
        return {
          async write(captions) {
            for (const { file } of captions) assertPlainName(file)
            const faults = await context.captionFiles.exchange(
              captions.map(({ file, from, to }) => ({ file: join(imagesDir, file), from: from.file, to: to.file })),
            )
            const written = captions.filter((_, at) => !faults[at])
            await rememberWritten(context, actorId, written.map(textOf))
            return faults
          },
          sync: () => syncDir(imagesDir),
        }
      },
      async exists(place) {
        if (await isThere(await pathOf(place))) return true
        await assertPresent(layout.root)
        return false
      },
    },
    manifests: {
      exchange: (actorId, change) => exchangeManifest(context, actorId, change),
      complete: (actorId, manifest) => completed(context, actorId, manifest),
    },
    async writeTarget(actorId, target) {
      const folder = folderOf(context, actorId)
      const about = await writeTarget(folder, target)
      context.folders.set(actorId, { ...folder, about })
      context.emit({ type: 'plans', actorIds: [actorId] })
    },
    changed(operations) {
      // Captions do not affect the counts.
      const actorIds = actorsOf(operations.filter(({ kind }) => kind !== 'caption'))
      for (const actorId of actorIds) {
        if (!context.folders.has(actorId)) continue
        catalog.actors.setSummary(actorId, catalog.summaries.summaryOf(actorId))
      }
      judgeAgain.soon(actorIds)
      adviseAgain.soon(actorsOf(operations.filter(({ kind }) => kind === 'caption')))
      announcer.actors(actorsOf(operations))
    },
  }
}

/** Returns the text of a caption once it is written. */
function textOf({ filename, file, to }: CaptionWrite): { readonly filename: string; readonly text: string | null } {
  const beside = to.file === null ? null : captionTextOf(file, Buffer.from(to.file, 'base64'))
  return { filename, text: beside?.text || (to.entry.caption ?? null) }
}
