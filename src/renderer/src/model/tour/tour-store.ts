import { create } from 'zustand'
import { changeSettings } from '../library/change-settings.ts'

/** Current step; null while the tour is off. */
export const useTour = create<{ readonly step: number | null }>()(() => ({ step: null }))

export const startTour = (): void => useTour.setState({ step: 0 })
export const showStep = (step: number): void => useTour.setState({ step })

/** Ends the tour, which does not start by itself again. */
export function endTour(): void {
  useTour.setState({ step: null })
  void changeSettings('user', { tourSeen: true })
}
