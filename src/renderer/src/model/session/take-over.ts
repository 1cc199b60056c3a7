import type { Event } from '../../../../main/contract/index.ts'
import { setHistory, useLibrary } from '../library/library-store.ts'
import { mergeActors } from '../library/actors-store.ts'
import { takeModels } from '../library/models-store.ts'
import { collector } from '../library/collector.ts'
import { loadPlans } from '../work/load-plans.ts'
import { mergeRun, mergeTask } from '../work/runs-store.ts'
import { mergeVisionRequest } from '../work/vision-store.ts'

export const REFRESH_MS = 80

export const refreshPlans = collector(REFRESH_MS, loadPlans)

/** Applies an event to the stores. Applying it twice is harmless, because an event carries the new state, not the difference. */
export function takeOver(event: Event): void {
  switch (event.type) {
    case 'library':
      return useLibrary.setState({ library: event.library, known: true })
    case 'actors':
      return mergeActors(event.actors, event.removed)
    case 'plans':
      return refreshPlans(event.actorIds)
    case 'run':
      return mergeRun(event.run)
    case 'task':
      return mergeTask(event.task)
    case 'visionRequest':
      return mergeVisionRequest(event.visionRequest)
    case 'history':
      return setHistory(event.history)
    case 'models':
      return takeModels(event.models)
    case 'settings':
      return useLibrary.setState({ settings: event.settings })
    case 'images':
    case 'notice':
      return
  }
}
