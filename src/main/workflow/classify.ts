import type { Label, LabelChange } from '../catalog/edits.ts'
import type { HistoryView } from '../contract/views.ts'
import { EvencastError } from '../domain/error.ts'
import type { Lane } from '../domain/image.ts'
import type { ManifestImage } from '../domain/manifest.ts'
import { upsertImage } from '../domain/manifest.ts'
import type { Announcer } from './announce.ts'
import { judgeActor } from './assess-actor.ts'
import { completed, editManifest } from './manifests.ts'
import type { Session } from './session.ts'

const LANE_NAMES = {
  photorealistic: 'Photorealistic',
  bw_stylized: 'B&W',
  color_stylized: 'Colour',
  unsorted: 'Unsorted',
  rejected: 'Rejected',
} as const satisfies Record<Lane, string>

/** A human's word on images of any actors, as one edit that can be undone. Durable when it answers: manifests first, then the log. */
export async function classify(
  session: Session,
  announcer: Announcer,
  imageIds: readonly string[],
  lane: Lane,
): Promise<HistoryView> {
  const changes = imageIds.flatMap((imageId): LabelChange[] => {
    const row = session.catalog.images.byId(Number(imageId))
    if (!row)
      throw new EvencastError(
        'NOT_FOUND',
        'One of these images is no longer in the folder. The view was refreshed; try again.',
      )
    const before = labelOf(row.entry)
    return [{ actorId: row.actorId, filename: row.filename, before, after: labelFor(lane, row.entry) }]
  })
  const name = `Moved ${changes.length === 1 ? '1 image' : `${changes.length} images`} to ${LANE_NAMES[lane]}`
  await applyLabels(
    session,
    announcer,
    changes.map(({ actorId, filename, after }) => ({ actorId, filename, label: after })),
  )
  session.catalog.edits.add(session.now().toISOString(), name, changes)
  return announceHistory(session)
}

export async function undoEdit(session: Session, announcer: Announcer): Promise<HistoryView> {
  const edit = session.catalog.edits.nextUndo()
  if (!edit) throw new EvencastError('NOT_FOUND', 'There is nothing to undo.')
  await applyLabels(
    session,
    announcer,
    edit.changes.map(({ actorId, filename, before }) => ({ actorId, filename, label: before })),
  )
  session.catalog.edits.mark(edit.id, true)
  return announceHistory(session)
}

export async function redoEdit(session: Session, announcer: Announcer): Promise<HistoryView> {
  const edit = session.catalog.edits.nextRedo()
  if (!edit) throw new EvencastError('NOT_FOUND', 'There is nothing to redo.')
  await applyLabels(
    session,
    announcer,
    edit.changes.map(({ actorId, filename, after }) => ({ actorId, filename, label: after })),
  )
  session.catalog.edits.mark(edit.id, false)
  return announceHistory(session)
}

export function historyView({ catalog }: Session): HistoryView {
  const view = (edit: ReturnType<typeof catalog.edits.nextUndo>) =>
    edit && {
      editId: String(edit.id),
      name: edit.name,
      undone: edit.undone,
      at: edit.at,
      actorIds: [...new Set(edit.changes.map((change) => change.actorId))],
    }
  return { undo: view(catalog.edits.nextUndo()), redo: view(catalog.edits.nextRedo()) }
}

function announceHistory(session: Session): HistoryView {
  const history = historyView(session)
  session.emit({ type: 'history', history })
  return history
}

/** What a drop on a lane means: a style is kept as that style; Unsorted says "not sure"; Rejected keeps whatever style it had. */
function labelFor(lane: Lane, entry: ManifestImage): Label {
  switch (lane) {
    case 'rejected':
      return { type: entry.type, classified_by: 'human', verdict: 'reject' }
    case 'unsorted':
      return { type: null, classified_by: 'human', verdict: 'keep' }
    case 'photorealistic':
    case 'bw_stylized':
    case 'color_stylized':
      return { type: lane, classified_by: 'human', verdict: 'keep' }
  }
}

const labelOf = (entry: ManifestImage): Label => ({
  type: entry.type,
  classified_by: entry.classified_by,
  verdict: entry.verdict,
})

interface LabelledImage {
  readonly actorId: string
  readonly filename: string
  readonly label: Label
}

async function applyLabels(session: Session, announcer: Announcer, labelled: readonly LabelledImage[]): Promise<void> {
  const byActor = Map.groupBy(labelled, (image) => image.actorId)
  await Promise.all(
    [...byActor].map(async ([actorId, images]) => {
      const { catalog } = session
      // An image that was deleted since keeps its label in the trash; only what is here is written.
      const here = images.filter(({ filename }) => catalog.images.byName(actorId, filename) !== null)
      if (here.length === 0) return
      await editManifest(session, actorId, (manifest) =>
        here.reduce(
          (all, { filename, label }) => upsertImage(all, filename, label),
          completed(session, actorId, manifest),
        ),
      )
      catalog.actors.setSummary(actorId, catalog.cards.summaryOf(actorId))
      // Which of two copies is the better one may have changed: that need not be waited for.
      void session
        .actorLock(actorId, () => judgeActor(session, actorId))
        .then(() => announcer.actors([actorId]))
        .catch((error: unknown) => session.log.warn({ err: error, actorId }, 'not judged again'))
      announcer.actors([actorId])
    }),
  )
}
