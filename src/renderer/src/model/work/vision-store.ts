import { create } from 'zustand'
import type { VisionQuoteView, VisionRequestView } from '../../../../main/contract/vision.ts'

export type VisionPurpose = 'assess' | 'plan'

/** A price that the user has to answer. */
export interface Asked {
  readonly actorIds: 'all' | readonly string[]
  readonly purpose: VisionPurpose
  readonly offer: VisionQuoteView
}

interface VisionState {
  /** Keyed by actor, or `*` for all. */
  readonly asked: ReadonlyMap<string, Asked>
  /** The latest request for a price, by the same keys. */
  readonly asking: ReadonlyMap<string, symbol>
  /** Latest first. */
  readonly list: readonly VisionRequestView[]
}

/** True for requests that are submitted as a batch and answered within a day. */
export const isBatch = ({ kind }: VisionRequestView): boolean => kind === 'batch' || kind === 'captionBatch'

export const useVision = create<VisionState>()(() => ({ asked: new Map(), asking: new Map(), list: [] }))

export const setAsked = (keys: readonly string[], value: Asked | null): void =>
  useVision.setState(({ asked }) => {
    const next = new Map(asked)
    for (const key of keys) {
      if (value === null) next.delete(key)
      else next.set(key, value)
    }
    return { asked: next }
  })

export const setAsking = (keys: readonly string[], who: symbol): void =>
  useVision.setState(({ asking }) => ({ asking: new Map([...asking, ...keys.map((key) => [key, who] as const)]) }))

const latestFirst = (list: readonly VisionRequestView[]) =>
  list.toSorted((a, b) => Number(b.visionRequestId) - Number(a.visionRequestId))

export const replaceVisionRequests = (list: readonly VisionRequestView[]): void =>
  useVision.setState({ list: latestFirst(list) })

export const mergeVisionRequest = (request: VisionRequestView): void =>
  useVision.setState(({ list }) => ({
    list: latestFirst([request, ...list.filter((each) => each.visionRequestId !== request.visionRequestId)]),
  }))

export const forgetVisionRequests = (): void => useVision.setState({ asked: new Map(), asking: new Map(), list: [] })
