import { type LaneName, lanes, plural } from './words.ts'

export const contextMenu = {
  label: 'Actions',
  open: 'Open',
  similar: 'Find similar images',
  spare: 'Keep this image',
  removeAfterAll: 'Remove it after all',
  assess: (n: number) => (n === 1 ? 'Assess' : `Assess ${plural(n, 'actor')}`),
  cull: 'Cull…',
  balance: (n: number) => (n === 1 ? 'Balance' : `Balance ${plural(n, 'actor')}…`),
  addTo: (lane: LaneName) => `Add images to ${lanes[lane]}…`,
  selectLane: 'Select all in this lane',
} as const
