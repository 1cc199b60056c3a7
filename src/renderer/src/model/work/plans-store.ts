import { create } from 'zustand'
import type { PlanView } from '../../../../main/contract/views.ts'

interface PlansState {
  readonly byActor: ReadonlyMap<string, PlanView>
  /** Task that makes an actor's plan, if this window started it; `all` for every actor. */
  readonly making: ReadonlyMap<string, string>
  /** Number of clicks on steps of an actor's plan that the core has not answered; until then the screen is ahead of it. */
  readonly clicks: ReadonlyMap<string, number>
}

const NONE: PlansState = { byActor: new Map(), making: new Map(), clicks: new Map() }

export const usePlans = create<PlansState>()(() => NONE)

export const ALL = '*'

export const forgetPlans = (): void => usePlans.setState(NONE)

/** Merges the core's answer for these actors; actors missing from it have no plan any more. */
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

export const countClick = (actorId: string, by: 1 | -1): void =>
  usePlans.setState(({ clicks }) => {
    const next = new Map(clicks)
    const n = (clicks.get(actorId) ?? 0) + by
    if (n > 0) next.set(actorId, n)
    else next.delete(actorId)
    return { clicks: next }
  })
