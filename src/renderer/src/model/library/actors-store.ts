import { create } from 'zustand'
import type { ActorView } from '../../../../main/contract/views.ts'
import type { ActorFilter, ActorQuery, ActorSort } from './actor-filter.ts'

interface ActorsState {
  readonly byId: ReadonlyMap<string, ActorView>
  readonly loaded: boolean
}

export const useActors = create<ActorsState>()(() => ({ byId: new Map(), loaded: false }))

export const replaceActors = (actors: readonly ActorView[]): void =>
  useActors.setState({ byId: new Map(actors.map((actor) => [actor.actorId, actor])), loaded: true })

export const forgetActors = (): void => useActors.setState({ byId: new Map(), loaded: false })

export function mergeActors(actors: readonly ActorView[], removed: readonly string[]): void {
  useActors.setState(({ byId }) => {
    const next = new Map(byId)
    for (const actor of actors) next.set(actor.actorId, actor)
    for (const actorId of removed) next.delete(actorId)
    return { byId: next }
  })
}

/** Search, filter and order of the actor list: view state, apart from the core's data. */
export const useActorQuery = create<ActorQuery>()(() => ({ text: '', filter: 'all', sort: 'gap' }))

export const searchActors = (text: string): void => useActorQuery.setState({ text })
export const filterActors = (filter: ActorFilter): void => useActorQuery.setState({ filter })
export const sortActors = (sort: ActorSort): void => useActorQuery.setState({ sort })
export const clearActorQuery = (): void => useActorQuery.setState({ text: '', filter: 'all' })
