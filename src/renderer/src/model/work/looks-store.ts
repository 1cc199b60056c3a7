import { create } from 'zustand'
import type { VisionQuoteView, VisionRequestView } from '../../../../main/contract/vision.ts'

export type LookPurpose = 'assess' | 'plan'

/** A price that waits for an answer. */
export interface Asked {
  readonly actorIds: 'all' | readonly string[]
  readonly purpose: LookPurpose
  readonly offer: VisionQuoteView
}

interface LooksState {
  /** By actor, or `*` for all. */
  readonly asked: ReadonlyMap<string, Asked>
  /** Latest first. */
  readonly list: readonly VisionRequestView[]
}

export const useLooks = create<LooksState>()(() => ({ asked: new Map(), list: [] }))

export const setAsked = (keys: readonly string[], value: Asked | null): void =>
  useLooks.setState(({ asked }) => {
    const next = new Map(asked)
    for (const key of keys) {
      if (value === null) next.delete(key)
      else next.set(key, value)
    }
    return { asked: next }
  })

const latestFirst = (list: readonly VisionRequestView[]) =>
  list.toSorted((a, b) => Number(b.visionRequestId) - Number(a.visionRequestId))

export const replaceLooks = (list: readonly VisionRequestView[]): void => useLooks.setState({ list: latestFirst(list) })

export const mergeLook = (look: VisionRequestView): void =>
  useLooks.setState(({ list }) => ({
    list: latestFirst([look, ...list.filter((each) => each.visionRequestId !== look.visionRequestId)]),
  }))

export const forgetLooks = (): void => useLooks.setState({ asked: new Map(), list: [] })
