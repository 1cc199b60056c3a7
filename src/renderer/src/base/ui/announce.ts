import { create } from 'zustand'

/** What the polite live region says. The number makes the same sentence twice two announcements. */
export const useAnnouncement = create<{ readonly text: string; readonly turn: number }>()(() => ({ text: '', turn: 0 }))

export const announce = (text: string): void => useAnnouncement.setState(({ turn }) => ({ text, turn: turn + 1 }))
