import { strings } from '../../base/strings/index.ts'

/** Filters that are often wanted, with their names, in the order in which they are offered. */
export const SUGGESTED: readonly (readonly [filter: string, label: string])[] = Object.entries(strings.search.suggested)
