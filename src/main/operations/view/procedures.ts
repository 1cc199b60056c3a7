import type { Activity } from '../context/activity.ts'
import { chosenActors } from '../context/chosen-actors.ts'
import type { ViewContext } from './view-context.ts'
import type { Procedures } from '../context/procedures.ts'
import { varietyInWords } from '../../domain/variety.ts'
import { varietyOfActor } from '../assess/advice.ts'
import { alikeTo } from './alike.ts'
import { cullingQueue } from './culling-queue.ts'
import { groupsOfActors } from './duplicate-groups.ts'
import type { Downloads } from './downloads.ts'
import { stripsOf } from '../index/thumbs.ts'
import { presentActors, presentChanges, presentChosen, presentImage, presentImages } from './present.ts'
import { promisesOf } from './promises.ts'
import type { Search } from './search.ts'

interface Shown {
  readonly context: ViewContext
  readonly activity: Activity
}

export const actorViews: Procedures<'actors', Shown, 'list' | 'images' | 'changes' | 'strips' | 'variety'> = {
  async variety({ context }, { actorId }) {
    chosenActors(context, [actorId])
    const variety = await varietyOfActor(context, actorId)
    return { ...variety, sentence: varietyInWords(variety), aspects: [...variety.aspects] }
  },
  strips: ({ context }, { actorIds }) => stripsOf(context, actorIds),
  list: ({ context, activity }) => presentActors(context, activity),
  images({ context, activity }, { actorId }) {
    chosenActors(context, [actorId])
    return presentImages(context, activity, actorId)
  },
  changes({ context, activity }, { actorId, since }) {
    chosenActors(context, [actorId])
    activity.shown(actorId)
    return presentChanges(context, activity, actorId, since)
  },
}

export const imageViews: Procedures<
  'images',
  Shown & { readonly search: Search },
  'views' | 'detail' | 'search' | 'findName' | 'count' | 'alike' | 'prompts'
> = {
  views: ({ context, activity }, { imageIds }) => presentChosen(context, activity, imageIds),
  detail: ({ context, activity }, { imageId }) => presentImage(context, activity, imageId),
  search: ({ search }, query) => search.search(query),
  findName: ({ search }, query) => search.findName(query),
  count: ({ search }, { filters }) => search.count(filters),
  alike: ({ context }, { imageIds, lane }) => [...alikeTo(context, imageIds, lane)],
  prompts: ({ search }) => search.prompts(),
}

export const cullingProcedures: Procedures<'culling', { readonly context: ViewContext }> = {
  queue: ({ context }, scope) =>
    cullingQueue(context, 'imageIds' in scope ? scope : { ...scope, actorIds: chosenActors(context, scope.actorIds) }),
}

export const duplicateViews: Procedures<'duplicates', { readonly context: ViewContext }, 'groups'> = {
  groups: ({ context }, { actorIds }) => groupsOfActors(context, chosenActors(context, actorIds)),
}

export const downloadProcedures: Procedures<'downloads', { readonly downloads: Downloads }> = {
  prepare: ({ downloads }, request) => downloads.prepare(request),
}

export const promiseProcedures: Procedures<'promises', { readonly context: ViewContext }> = {
  list: ({ context }, { actorIds }) => promisesOf(context, chosenActors(context, actorIds)),
}
