import { strings } from '../../base/strings/index.ts'

/** Suggested filters with their labels, in the order in which they are shown. */
export const SUGGESTED: readonly (readonly [filter: string, label: string])[] = Object.entries(strings.search.suggested)
