import type { Surface } from './surface.ts'

/** Every surface on which the sidebar is in view. */
export const PAGES: readonly Surface[] = ['gallery', 'all-actors', 'search']
