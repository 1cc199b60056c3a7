import type { Surface } from './surface.ts'

/** Surfaces with a visible sidebar. */
export const PAGES: readonly Surface[] = ['gallery', 'all-actors', 'search']
