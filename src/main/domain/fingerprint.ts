import type { ActorImage } from './image.ts'
import type { SurplusPolicy } from './plan.ts'
import { type PerStyle, STYLES } from './style.ts'

/** Only labels that outrank an evaluator: writing an evaluator's opinion to the manifest must not make its own plan stale. */
function labels({ decidedBy, entry, kept }: ActorImage): readonly unknown[] {
  return [...placeOf({ decidedBy, entry }), ...(kept ? ['kept'] : [])]
}

function placeOf({ decidedBy, entry }: Pick<ActorImage, 'decidedBy' | 'entry'>): readonly unknown[] {
  if (decidedBy === 'human') return ['human', entry.type ?? null, entry.verdict ?? 'keep']
  return decidedBy === 'generator' || decidedBy === 'given' ? [decidedBy, entry.type ?? null] : []
}

/**
 * Canonical text of what a plan was made from: the actor's files with their sizes, hashes and labels, the target and the
 * surplus policy. Independent of the images' order. The caller hashes it: when the hash differs later, the plan is stale.
 */
export function fingerprintText(images: readonly ActorImage[], target: PerStyle, policy: SurplusPolicy): string {
  const lines = images.map((image) => JSON.stringify([image.filename, image.bytes, image.sha256, ...labels(image)]))
  // Code-unit order: a locale's order may change with the system.
  return [JSON.stringify([STYLES.map((style) => target[style]), policy]), ...lines.sort()].join('\n')
}
