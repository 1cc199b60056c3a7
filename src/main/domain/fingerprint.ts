import type { ActorImage } from './image.ts'
import type { SurplusPolicy } from './plan.ts'
import { type PerStyle, STYLES } from './style.ts'

/**
 * Includes only labels that take precedence over an evaluator: writing an evaluator's opinion to the manifest must not make the plan based
 * on it stale.
 */
function labels({ decidedBy, entry, kept }: ActorImage): readonly unknown[] {
  return [...placeOf({ decidedBy, entry }), ...(kept ? ['kept'] : [])]
}

function placeOf({ decidedBy, entry }: Pick<ActorImage, 'decidedBy' | 'entry'>): readonly unknown[] {
  if (decidedBy === 'human') return ['human', entry.type ?? null, entry.verdict ?? 'keep']
  return decidedBy === 'generator' || decidedBy === 'given' ? [decidedBy, entry.type ?? null] : []
}

/**
 * Returns a canonical text of a plan's input: the actor's files with their sizes, hashes and labels, the target and the surplus policy,
 * whatever the images' order. The caller hashes it: the plan is stale when the hash differs later.
 */
export function fingerprintText(images: readonly ActorImage[], target: PerStyle, policy: SurplusPolicy): string {
  const lines = images.map((image) => JSON.stringify([image.filename, image.bytes, image.sha256, ...labels(image)]))
  // Sort by code unit: a locale's order may change with the system.
  return [JSON.stringify([STYLES.map((style) => target[style]), policy]), ...lines.sort()].join('\n')
}
