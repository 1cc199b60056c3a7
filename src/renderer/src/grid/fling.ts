import { useEffect, useState } from 'react'
import { create } from 'zustand'

/** Pixels a millisecond at which nobody makes out single images: about four heights of a window in a second. */
const FAST = 3
/** Scroll events further apart than this are jumps, not one movement. */
const APART_MS = 100
const CALM_AFTER_MS = 90

interface FlingState {
  readonly flinging: boolean
  /** Ends the fling unless the scroller moves on. */
  readonly calming: ReturnType<typeof setTimeout> | undefined
}

/** Whether a list is being flung. */
export const useFling = create<FlingState>()(() => ({ flinging: false, calming: undefined }))

const endFling = (): void => useFling.setState({ flinging: false, calming: undefined })

/** Follows one scroller: tell it where it stands at each scroll event. A single leap, by key or by command, is no fling. */
export function createFlingMeter(): (scrollTop: number, nowMs: number) => void {
  let top = 0
  let atMs = Number.NEGATIVE_INFINITY
  let fast = 0
  return (scrollTop, nowMs) => {
    const elapsedMs = nowMs - atMs
    const speed = Math.abs(scrollTop - top) / Math.max(1, elapsedMs)
    top = scrollTop
    atMs = nowMs
    fast = elapsedMs < APART_MS && speed > FAST ? fast + 1 : 0
    if (fast < 2) return
    clearTimeout(useFling.getState().calming)
    useFling.setState({ flinging: true, calming: setTimeout(endFling, CALM_AFTER_MS) })
  }
}

/** Whether a tile may ask for its picture: one that is drawn during a fling shows its placeholder until that is over. */
export function useCalm(): boolean {
  const [calm, setCalm] = useState(() => !useFling.getState().flinging)
  useEffect(() => {
    if (calm) return undefined
    const look = () => {
      if (!useFling.getState().flinging) setCalm(true)
    }
    look()
    return useFling.subscribe(look)
  }, [calm])
  return calm
}
