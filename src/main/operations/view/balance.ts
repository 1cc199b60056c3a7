import type { ActorSummary } from '../../catalog/actors.ts'
import { type PerStyle, STYLES } from '../../domain/style.ts'

/** What keeps a set from its target: images to make, and images too many (rejects included). */
export function gap(summary: ActorSummary, target: PerStyle): { readonly deficit: number; readonly surplus: number } {
  const over = (style: (typeof STYLES)[number]) => summary.counts[style] - target[style]
  return {
    deficit: STYLES.reduce((sum, style) => sum + Math.max(0, -over(style)), 0),
    surplus: STYLES.reduce((sum, style) => sum + Math.max(0, over(style)), 0) + summary.rejected,
  }
}

/** Balanced: everything assessed, nothing rejected left, and each style at its target (`keep`: at least at it). */
export function isBalanced(summary: ActorSummary, target: PerStyle, policy: 'trim' | 'keep'): boolean {
  const { deficit, surplus } = gap(summary, target)
  if (summary.unassessed > 0 || summary.rejected > 0 || deficit > 0) return false
  return policy === 'keep' || surplus === 0
}
