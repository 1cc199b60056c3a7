import { create } from 'zustand'
import type { FleetActorState, FleetActorView, FleetEventView, FleetView } from '../../../../main/contract/fleet.ts'
import { problemOf } from '../../base/host/errors.ts'
import { api } from '../../base/host/connect.ts'
import { useLibrary } from '../library/library-store.ts'

interface WorkersState {
  readonly view: Omit<FleetView, 'actors' | 'events'> | null
  readonly actors: ReadonlyMap<string, FleetActorView>
  /** Recent events, the newest first. */
  readonly events: readonly FleetEventView[]
  /** Why the fleet's state is unavailable. */
  readonly problem: string | null
}

const NOTHING: WorkersState = { view: null, actors: new Map(), events: [], problem: null }
export const useWorkers = create<WorkersState>()(() => NOTHING)

export const hasFleet = ({ settings } = useLibrary.getState()): boolean => settings?.fleet === true

/** Returns true when a fleet plans and runs the open library. */
export const isJoined = ({ library } = useLibrary.getState()): boolean => library?.fleet !== undefined

/** States of actors that a worker may hold. */
const OPEN: readonly FleetActorState[] = ['waiting', 'planned', 'approved', 'stopped']
export const isOpen = ({ state }: FleetActorView): boolean => OPEN.includes(state)

const AGAIN_MS = 2000

/** Follows the fleet's state until the returned function is called; a broken connection is opened again. */
export function watchWorkers(): () => void {
  const ending = new AbortController()
  const { signal } = ending
  void (async () => {
    while (!signal.aborted) {
      try {
        let isFirst = true
        for await (const { actors, events, ...view } of await api.fleet.watch(undefined, { signal })) {
          const before = isFirst ? [] : useWorkers.getState().actors
          const changed = actors.map((actor) => [actor.actorId, actor] as const)
          useWorkers.setState({
            view,
            problem: null,
            ...(events && { events }),
            ...((isFirst || changed.length > 0) && { actors: new Map([...before, ...changed]) }),
          })
          isFirst = false
        }
      } catch (error) {
        if (!signal.aborted) useWorkers.setState({ problem: problemOf(error).message })
      }
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
  })()
  return () => {
    ending.abort()
    useWorkers.setState(NOTHING)
  }
}
