import { type ActorImage, counts } from './image.ts'
import { byIndex } from './naming.ts'
import { rejection, surplus } from './plan-deletions.ts'
import { estimatedCostUsd, type Price } from './plan-cost.ts'
import type { Generation, Plan, Shortfall, SurplusPolicy } from './plan.ts'
import type { FilledPrompt } from './prompt.ts'
import { perStyle, type PerStyle, type Style, STYLES } from './style.ts'

export interface PlanInput {
  readonly actorId: string
  readonly images: readonly ActorImage[]
  /** Images wanted per style. */
  readonly target: PerStyle
  readonly policy: SurplusPolicy
  /** Up to `n` prompts that the actor does not have yet. */
  readonly choose: (style: Style, n: number) => readonly FilledPrompt[]
  /** Null: the generator can make this style for this actor; otherwise the sentence why not. */
  readonly capability: PerStyle<string | null>
  readonly priceUsd: Price
  readonly evaluator: string
  readonly generator?: string | undefined
  readonly fingerprint: string
  readonly createdAt: string
}

const STYLE_NAMES: PerStyle<string> = {
  photorealistic: 'photorealistic',
  bw_stylized: 'black & white',
  color_stylized: 'colour',
}

/** "3 images have …: a.jpg, b.jpg, c.jpg." with the verb in the right number, at most eight names. */
function warning(images: readonly ActorImage[], one: string, many: string): string[] {
  if (images.length === 0) return []
  const names = images.slice(0, 8).map((image) => image.filename)
  const more = images.length > 8 ? ` and ${images.length - 8} more` : ''
  return [`${images.length === 1 ? `1 image ${one}` : `${images.length} images ${many}`}: ${names.join(', ')}${more}.`]
}

function generationsFor(
  input: PlanInput,
  style: Style,
  missing: number,
): { readonly steps: readonly Generation[]; readonly shortfalls: readonly Shortfall[] } {
  if (missing <= 0) return { steps: [], shortfalls: [] }
  const cannot = input.capability[style]
  if (cannot !== null) return { steps: [], shortfalls: [{ type: style, missing, why: cannot }] }
  const steps = input
    .choose(style, missing)
    .slice(0, missing)
    .map(({ prompt_id, prompt, aspect_ratio }) => ({ type: style, prompt_id, prompt, aspect_ratio }))
  const short = missing - steps.length
  const why = `The prompt library has no unused ${STYLE_NAMES[style]} prompt left; add prompts to bring more variety.`
  return { steps, shortfalls: short > 0 ? [{ type: style, missing: short, why }] : [] }
}

/**
 * What to do so that the actor's set meets its target: rejected images go, then the surplus of each style, then the gap that
 * is left is generated. Never touches an image that nobody has assessed. The same input gives the same plan, in any order
 * of images. With the policy `keep` a surplus stays.
 */
export function makePlan(input: PlanInput): Plan {
  const { target, policy } = input
  const images = [...input.images].sort((a, b) => byIndex(a.filename, b.filename))
  const present = new Set(images.map((image) => image.filename))
  const counted = images.filter(counts)
  const current = perStyle((style) => counted.filter((image) => image.style === style).length)

  const rejected = images.flatMap((image) => rejection(image, present) ?? [])
  const trimmed = policy === 'trim' ? STYLES.flatMap((style) => surplus(images, style, target[style])) : []
  const shares = STYLES.map((style) => generationsFor(input, style, target[style] - current[style]))
  const generations = shares.flatMap(({ steps }) => steps)

  const going = new Set(rejected.map((deletion) => deletion.filename))
  const unassessed = images.filter((image) => image.verdict === null)
  const unplaced = images.filter(
    (image) => image.verdict !== null && image.verdict !== 'reject' && image.style === null,
  )
  const spared = images.filter((image) => image.verdict === 'reject' && !going.has(image.filename))
  const guessed = counted.filter((image) => image.unsure)
  const kept = policy === 'keep' ? STYLES.filter((style) => current[style] > target[style]) : []

  return {
    version: 1,
    actor_id: input.actorId,
    created_at: input.createdAt,
    evaluator: input.evaluator,
    ...(input.generator === undefined ? {} : { generator: input.generator }),
    fingerprint: input.fingerprint,
    target,
    current: { ...current, unclassified: unassessed.length + unplaced.length },
    deletions: [...rejected, ...trimmed],
    generations,
    shortfalls: shares.flatMap(({ shortfalls }) => shortfalls),
    warnings: [
      ...warning(guessed, 'is counted by its likeliest style', 'are counted by their likeliest style'),
      ...warning(unassessed, 'is not assessed yet and left alone', 'are not assessed yet and left alone'),
      ...warning(unplaced, 'has no style yet and is left alone', 'have no style yet and are left alone'),
      ...warning(
        spared,
        'is rejected without a reason that still holds and left alone',
        'are rejected without a reason that still holds and left alone',
      ),
      ...kept.map(
        (style) => `${current[style] - target[style]} more ${STYLE_NAMES[style]} than needed; they are kept.`,
      ),
    ],
    estimated_cost_usd: estimatedCostUsd(generations, input.priceUsd),
  }
}
