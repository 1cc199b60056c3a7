import { assessActor } from '../assess/assess-actor.ts'
import type { Announcer } from '../context/announcer.ts'
import { chosenActors } from '../context/chosen-actors.ts'
import type { EditingContext } from './editing-context.ts'
import type { Procedures } from '../context/procedures.ts'
import type { PlanNeeds } from '../plan/plan-task.ts'
import type { StoreTrash } from '../sync/store-trash.ts'
import { classify, flag } from './classify.ts'
import type { Editing } from './editing.ts'
import type { History } from './history.ts'
import { keepDuplicates } from './keep-duplicates.ts'
import { moveToActor } from './move-images.ts'
import { keepImages } from './promises.ts'
import { setTargets } from './targets.ts'
import { splitGroup } from './split-group.ts'
import { setPlanStep } from './set-plan-step.ts'
import { emptyTrash, listTrash, restoreTrash, trashImages } from './trash.ts'

interface Edits {
  readonly context: EditingContext
  readonly editing: Editing
}

export const imageEdits: Procedures<
  'images',
  Edits,
  'flag' | 'splitGroup' | 'keep' | 'classify' | 'moveToActor' | 'trash'
> = {
  flag: ({ editing }, { imageIds, flagged }) => flag(editing, imageIds, flagged),
  splitGroup: ({ context, editing }, { imageIds }) => splitGroup(context, editing, imageIds),
  keep: ({ context, editing }, { imageIds, kept }) => keepImages(context, editing, imageIds, kept),
  classify: ({ editing }, { imageIds, lane, ...how }) => classify(editing, imageIds, lane, how),
  moveToActor: ({ context, editing }, move) => moveToActor(context, editing, move),
  trash: ({ context, editing }, { imageIds }) => trashImages(context, editing, imageIds),
}

export const duplicateEdits: Procedures<'duplicates', Edits, 'keep'> = {
  keep: ({ context, editing }, { groups }) => keepDuplicates(context, editing, groups),
}

/** The set must be complete before its plan is changed. A set that a worker planned may not be assessed on this machine yet. */
export const planEdits: Procedures<'plans', Edits & Pick<PlanNeeds, 'imagesHere' | 'fleet'>, 'setStep'> = {
  async setStep({ context, editing, imagesHere, fleet }, step) {
    await imagesHere([step.actorId])
    if (fleet.link && context.catalog.actors.get(step.actorId)?.summary?.unassessed !== 0)
      await assessActor(context, step.actorId)
    return context.planLock(step.actorId, () => setPlanStep(context, editing, step))
  },
}

export const targetProcedures: Procedures<'targets', Edits> = {
  set: ({ context, editing }, { actorIds, target }) =>
    setTargets(context, editing, chosenActors(context, actorIds), target),
}

export const historyProcedures: Procedures<
  'history',
  { readonly editing: Editing; readonly history: History },
  'list' | 'undo' | 'redo' | 'goTo'
> = {
  list: ({ history }, page) => history.list(page),
  undo: ({ editing, history }) => editing.alone(() => history.undo()),
  redo: ({ editing, history }) => editing.alone(() => history.redo()),
  goTo: ({ editing, history }, { id }) => editing.alone(() => history.goTo(id)),
}

export const trashProcedures: Procedures<
  'trash',
  Edits & { readonly storeTrash: StoreTrash; readonly announcer: Announcer }
> = {
  list: async ({ context, storeTrash }) =>
    (await listTrash(context, storeTrash)).map((item) => ({
      trashId: item.id,
      actorId: item.actor_id,
      filename: item.filename,
      reason: item.reason,
      at: item.deleted_at,
      bytes: item.bytes,
      runId: item.run_id,
    })),
  async restore({ context, editing, storeTrash, announcer }, { trashIds }) {
    announcer.actors(new Set(await restoreTrash(context, editing, storeTrash, trashIds)))
  },
  inStore: ({ storeTrash }) => storeTrash.size(),
  empty: ({ context, storeTrash }) => emptyTrash(context, storeTrash),
}
