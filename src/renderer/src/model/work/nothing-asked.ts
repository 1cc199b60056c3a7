import { strings } from '../../base/strings/index.ts'

const text = strings.balanceAll

export interface Unasked {
  /** True when the sheet is about a selection of actors. */
  readonly scoped: boolean
  readonly planned: boolean
  readonly running: boolean
  readonly allBalanced: boolean
}

/**
 * Returns why the sheet of plans is empty. An empty sheet does not mean balanced: a run uses up its plans, and a set that only needs a
 * review has none.
 */
export function nothingAsked({ scoped, planned, running, allBalanced }: Unasked): string {
  if (running) return text.running
  if (scoped) return text.nothingOf
  if (!planned) return text.none
  return allBalanced ? text.nothing : text.nothingMore
}
