import type { Library } from '../../src/main/app.ts'
import { historyProcedures, imageEdits, trashProcedures } from '../../src/main/operations/edit/procedures.ts'
import { cropProcedures } from '../../src/main/operations/edit/crop-procedures.ts'
import { runProcedures } from '../../src/main/operations/run/procedures.ts'
import { verifyProcedures } from '../../src/main/operations/verify/procedures.ts'
import { presentActors, presentImages, viewLibrary } from '../../src/main/operations/view/present.ts'
import { visionQuotes } from '../../src/main/operations/vision/procedures.ts'
import { latestVisionRequests } from '../../src/main/operations/vision/vision-views.ts'
import type { Lane } from '../../src/main/domain/image.ts'

/** Returns an opened library as a window uses it, with the procedures called directly. */
export function windowOf({ parts }: Library) {
  const call = {}
  return {
    view: () => viewLibrary(parts),
    actors: () => presentActors(parts.context, parts.activity),
    images: (actorId: string) => presentImages(parts.context, parts.activity, actorId),
    visionRequests: () => latestVisionRequests(parts.context),
    quoteVision: async (actorIds: 'all' | string[]) => visionQuotes.offer(parts, { actorIds }, call),
    verify: async () => verifyProcedures.verify(parts, undefined, call),
    flag: async (imageIds: string[], flagged: boolean) => imageEdits.flag(parts, { imageIds, flagged }, call),
    classify: async (imageIds: string[], lane: Lane) => imageEdits.classify(parts, { imageIds, lane }, call),
    moveToActor: async (move: Parameters<typeof imageEdits.moveToActor>[1]) =>
      imageEdits.moveToActor(parts, move, call),
    setCrops: async (crops: Parameters<typeof cropProcedures.set>[1]['crops']) =>
      cropProcedures.set(parts, { crops }, call),
    trashImages: async (imageIds: string[]) => imageEdits.trash(parts, { imageIds }, call),
    restoreTrash: async (trashIds: string[]) => trashProcedures.restore(parts, { trashIds }, call),
    history: {
      view: () => parts.history.view(),
      list: (page: Parameters<typeof parts.history.list>[0]) => parts.history.list(page),
      undo: async () => historyProcedures.undo(parts, undefined, call),
      redo: async () => historyProcedures.redo(parts, undefined, call),
      goTo: async (id: string | null) => historyProcedures.goTo(parts, { id }, call),
    },
    startRun: async (actorIds: 'all' | string[]) => runProcedures.start(parts, { actorIds }, call),
    runs: () => parts.runner.list(),
    cancelRun: (runId: string) => parts.runner.cancel(runId),
    resumeRun: async (runId: string) => runProcedures.resume(parts, { runId }, call),
  }
}
