import { useEffect, useState } from 'react'
import { create } from 'zustand'

/** Scroll speed, in pixels per millisecond, above which single images cannot be made out: about four window heights per second. */
const FAST = 3
/** Scroll events further apart than this are separate jumps. */
const APART_MS = 100
const CALM_AFTER_MS = 90

interface FlingState {
  readonly flinging: boolean
  /** Timer that ends the fling unless the list scrolls on. */
  readonly calming: ReturnType<typeof setTimeout> | undefined
}

/** True while a list is flung. */
export const useFling = create<FlingState>()(() => ({ flinging: false, calming: undefined }))

const endFling = (): void => useFling.setState({ flinging: false, calming: undefined })

/** Returns a function to call with the position at each scroll event of one list. A single jump, by key or command, is not a fling. */
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

/** Returns true when a tile may request its image; a tile drawn during a fling shows its placeholder until the fling ends. */
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
