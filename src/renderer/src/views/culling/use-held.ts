import { useEffect } from 'react'
import { create } from 'zustand'
import { surface } from '../../model/surface/surface.ts'
import { useView } from '../../model/window/view-store.ts'

/** The key or button that is held down. */
const useHolding = create<{ readonly key: string | null }>()(() => ({ key: null }))

export const hold = (key: string): void => useHolding.setState({ key })
const letGo = (): void => useHolding.setState({ key: null })

/** Returns true while a key is held down during a review; releasing it anywhere ends it. */
export function useHeld(key: string): boolean {
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    const onDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.key.toLowerCase() !== key) return
      if (surface() === 'culling' && useView.getState().panel === null) hold(key)
    }
    window.addEventListener('keydown', onDown, { signal })
    for (const end of ['keyup', 'pointerup', 'blur']) window.addEventListener(end, letGo, { signal })
    return () => {
      stop.abort()
      letGo()
    }
  }, [key])
  return useHolding((state) => state.key === key)
}
