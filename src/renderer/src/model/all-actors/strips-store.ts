import { create } from 'zustand'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { collector } from '../library/collector.ts'

/** Thumbnails of the first few images of each actor that is, or was, in view. */
export const useStrips = create<{ readonly byActor: ReadonlyMap<string, readonly string[]> }>()(() => ({
  byActor: new Map(),
}))

/** Actors that come into view within this time are fetched in one request. */
const TOGETHER_MS = 30
const MOST_AT_ONCE = 500

/** Fetches the strips of these actors into the store. */
export const requestStrips = collector(TOGETHER_MS, async (actorIds) => {
  for (let start = 0; start < actorIds.length; start += MOST_AT_ONCE) {
    const strips = await outcome(api.actors.strips({ actorIds: actorIds.slice(start, start + MOST_AT_ONCE) }))
    if (!strips.ok) return
    useStrips.setState(({ byActor }) => ({
      byActor: new Map([...byActor, ...strips.value.map(({ actorId, thumbUrls }) => [actorId, thumbUrls] as const)]),
    }))
  }
})

/** Drops the strips of actors whose images changed; visible rows request them again. */
export function forgetStrips(actorIds: readonly string[] | 'all'): void {
  const { byActor } = useStrips.getState()
  if (actorIds === 'all') useStrips.setState({ byActor: new Map() })
  else if (actorIds.some((actorId) => byActor.has(actorId))) requestStrips(actorIds.filter((id) => byActor.has(id)))
}
