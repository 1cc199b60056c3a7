import { create } from 'zustand'

/** Text of the polite live region. The counter makes a repeated sentence a new announcement. */
export const useAnnouncement = create<{ readonly text: string; readonly turn: number }>()(() => ({ text: '', turn: 0 }))

export const announce = (text: string): void => useAnnouncement.setState(({ turn }) => ({ text, turn: turn + 1 }))
