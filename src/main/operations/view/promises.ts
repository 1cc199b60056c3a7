import { setImmediate } from 'node:timers/promises'
import type { PromiseView } from '../../contract/targets.ts'
import type { ViewContext } from './view-context.ts'

/** Returns the images that a person kept. Gives other work a turn after each actor. */
export async function promisesOf({ catalog }: ViewContext, actorIds: readonly string[]): Promise<PromiseView[]> {
  const found: PromiseView[] = []
  for (const actorId of actorIds) {
    if ((catalog.actors.get(actorId)?.summary?.kept ?? 0) === 0) continue
    for (const summary of catalog.summaries.keptOf(actorId)) {
      const { id, filename, issues } = summary
      found.push({ actorId, imageId: String(id), filename, issues: [...new Set(issues.map(({ key }) => key))] })
    }
    await setImmediate()
  }
  return found
}
