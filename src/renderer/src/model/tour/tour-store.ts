import { create } from 'zustand'
import { changeSettings } from '../library/change-settings.ts'

/** Step that is shown; null: the tour is not on. */
export const useTour = create<{ readonly step: number | null }>()(() => ({ step: null }))

export const startTour = (): void => useTour.setState({ step: 0 })
export const showStep = (step: number): void => useTour.setState({ step })

/** Ended or skipped, it does not come again by itself. */
export function endTour(): void {
  useTour.setState({ step: null })
  void changeSettings('user', { tourSeen: true })
}
