import { strings } from '../../base/strings/index.ts'

const text = strings.balanceAll

export interface Unasked {
  /** About a selection of actors instead of all of them. */
  readonly scoped: boolean
  readonly planned: boolean
  readonly running: boolean
  readonly allBalanced: boolean
}

/** Why the sheet of plans is empty. A run uses its plans up, and a set that needs only a review asks for no plan: neither is balanced. */
export function nothingAsked({ scoped, planned, running, allBalanced }: Unasked): string {
  if (running) return text.running
  if (scoped) return text.nothingOf
  if (!planned) return text.none
  return allBalanced ? text.nothing : text.nothingMore
}
