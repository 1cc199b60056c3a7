import type { Activity } from '../context/activity.ts'
import { chosenActors } from '../context/chosen-actors.ts'
import type { Session } from '../context/library-context.ts'
import type { Procedures } from '../context/procedures.ts'
import { cullingQueue } from './culling-queue.ts'
import { groupsOfActors } from './duplicate-groups.ts'
import type { Exports } from './exports.ts'
import { stripsOf } from '../index/thumbs.ts'
import { presentActors, presentChanges, presentChosen, presentImage, presentImages } from './present.ts'
import { promisesOf } from './promises.ts'
import type { Search } from './search.ts'

interface Shown {
  readonly session: Session
  readonly activity: Activity
}

export const actorViews: Procedures<'actors', Shown, 'list' | 'images' | 'changes' | 'strips'> = {
  strips: ({ session }, { actorIds }) => stripsOf(session, actorIds),
  list: ({ session, activity }) => presentActors(session, activity),
  images({ session, activity }, { actorId }) {
    chosenActors(session, [actorId])
    return presentImages(session, activity, actorId)
  },
  changes({ session, activity }, { actorId, since }) {
    chosenActors(session, [actorId])
    return presentChanges(session, activity, actorId, since)
  },
}

export const imageViews: Procedures<
  'images',
  Shown & { readonly search: Search },
  'views' | 'detail' | 'search' | 'findName' | 'count' | 'prompts'
> = {
  views: ({ session, activity }, { imageIds }) => presentChosen(session, activity, imageIds),
  detail: ({ session, activity }, { imageId }) => presentImage(session, activity, imageId),
  search: ({ search }, query) => search.search(query),
  findName: ({ search }, query) => search.findName(query),
  count: ({ search }, { filters }) => search.count(filters),
  prompts: ({ search }) => search.prompts(),
}

export const cullingProcedures: Procedures<'culling', { readonly session: Session }> = {
  queue: ({ session }, scope) =>
    cullingQueue(session, 'imageIds' in scope ? scope : { actorIds: chosenActors(session, scope.actorIds) }),
}

export const duplicateViews: Procedures<'duplicates', { readonly session: Session }, 'groups'> = {
  groups: ({ session }, { actorIds }) => groupsOfActors(session, chosenActors(session, actorIds)),
}

export const exportProcedures: Procedures<'exports', { readonly exports: Exports }> = {
  prepare: ({ exports }, request) => exports.prepare(request),
}

export const promiseProcedures: Procedures<'promises', { readonly session: Session }> = {
  list: ({ session }, { actorIds }) => promisesOf(session, chosenActors(session, actorIds)),
}
