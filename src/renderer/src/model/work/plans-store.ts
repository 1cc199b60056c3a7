import { create } from 'zustand'
import type { PlanView } from '../../../../main/contract/views.ts'

interface PlansState {
  readonly byActor: ReadonlyMap<string, PlanView>
  /** Task that makes an actor's plan, as far as this window asked for it; `all` for every actor. */
  readonly making: ReadonlyMap<string, string>
}

export const usePlans = create<PlansState>()(() => ({ byActor: new Map(), making: new Map() }))

export const ALL = '*'

export const forgetPlans = (): void => usePlans.setState({ byActor: new Map(), making: new Map() })

/** Puts in what the core answered for these actors; those it left out have no plan any more. */
export function mergePlans(actorIds: 'all' | readonly string[], plans: readonly PlanView[]): void {
  usePlans.setState(({ byActor }) => {
    const next = new Map(actorIds === 'all' ? [] : byActor)
    if (actorIds !== 'all') for (const actorId of actorIds) next.delete(actorId)
    for (const plan of plans) next.set(plan.actorId, plan)
    return { byActor: next }
  })
}

export const setMaking = (key: string, taskId: string | null): void =>
  usePlans.setState(({ making }) => {
    const next = new Map(making)
    if (taskId === null) next.delete(key)
    else next.set(key, taskId)
    return { making: next }
  })
