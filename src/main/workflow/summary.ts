import type { ActorSummary } from '../catalog/actors.ts'
import { type ActorImage, counts } from '../domain/image.ts'
import { perStyle, type PerStyle, STYLES } from '../domain/style.ts'

/** Counts over an actor's images. Rejected images count for no style; an image nobody assessed is unclassified. */
export function summarise(images: readonly ActorImage[]): ActorSummary {
  const counted = images.filter(counts)
  const number = (test: (image: ActorImage) => boolean) => images.filter(test).length
  const styles = perStyle((style) => counted.filter((image) => image.style === style).length)
  const rejected = number((image) => image.verdict === 'reject')
  return {
    images: images.length,
    counts: { ...styles, unclassified: images.length - counted.length - rejected },
    rejected,
    unreadable: number((image) => image.assessment?.issues.some((issue) => issue.key === 'unreadable') ?? false),
    unassessed: number((image) => image.assessment === null),
    doubtful: number((image) => image.unsure && image.verdict !== 'reject'),
  }
}

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
