import { createSourcePicker, type Derivation } from './derivation.ts'
import type { ActorImage } from './image.ts'
import { byIndex } from './naming.ts'
import { isHard, rejection, surplus, worstFirst } from './plan-deletions.ts'
import { estimatedCostUsd } from './plan-cost.ts'
import { roomFor } from './plan-room.ts'
import type { Generation, Plan, Shortfall, SurplusPolicy } from './plan.ts'
import { planWarnings } from './plan-warnings.ts'
import type { FilledPrompt } from './prompt.ts'
import { countSet } from './set-counts.ts'
import { type PerStyle, type Style, STYLE_NAMES, STYLES, sum } from './style.ts'

export interface PlanInput {
  readonly actorId: string
  readonly images: readonly ActorImage[]
  /** Images wanted per style. */
  readonly target: PerStyle
  readonly policy: SurplusPolicy
  /** Returns up to `n` prompts that the actor has not used yet. */
  readonly choose: (style: Style, n: number) => readonly FilledPrompt[]
  /** By style: null when the generator can produce it for this actor, otherwise a sentence that says why not. */
  readonly capability: PerStyle<string | null>
  /** For a generator that derives images from the actor's own pictures; null for any other. */
  readonly derivation: Derivation | null
  readonly priceUsd: PerStyle
  readonly evaluator: string
  readonly generator: string
  readonly model: string
  readonly fingerprint: string
  readonly createdAt: string
}

interface Making {
  readonly steps: readonly Generation[]
  readonly shortfalls: readonly Shortfall[]
}

function generationsFor(
  input: PlanInput,
  style: Style,
  missing: number,
  pick: ((style: Style) => string | null) | null,
): Making {
  if (missing <= 0) return { steps: [], shortfalls: [] }
  const cannot = input.capability[style]
  if (cannot !== null) return { steps: [], shortfalls: [{ type: style, missing, why: cannot }] }
  const sources = pick && Array.from({ length: missing }, () => pick(style)).filter((name) => name !== null)
  const possible = sources ? sources.length : missing
  const prompts = possible === 0 ? [] : input.choose(style, possible).slice(0, possible)
  const steps = prompts.map(({ prompt_id, prompt, aspect_ratio }, i): Generation => {
    const derived_from = sources?.[i]
    return { type: style, prompt_id, prompt, aspect_ratio, ...(derived_from === undefined ? {} : { derived_from }) }
  })
  const unprompted = possible - steps.length
  const underived = missing - possible
  const source = style === 'photorealistic' ? 'photograph' : 'image'
  const reasons: readonly Shortfall[] = [
    {
      type: style,
      missing: unprompted,
      why: `The prompt library has no unused ${STYLE_NAMES[style]} prompt left; add prompts for more variety.`,
    },
    {
      type: style,
      missing: underived,
      why: `At most ${input.derivation?.most} of ${sum(input.target)} images may come from one ${source}; more ${source}s of this actor are needed.`,
    },
  ]
  return { steps, shortfalls: reasons.filter((reason) => reason.missing > 0) }
}

/** Removes images that the plan deletes from the sources. */
const without = (derivation: Derivation, going: ReadonlySet<string>): Derivation => {
  const staying = (style: Style) => derivation.sources[style].filter((name) => !going.has(name))
  const [photorealistic, bw_stylized, color_stylized] = STYLES.map(staying)
  return {
    ...derivation,
    sources: {
      photorealistic: photorealistic ?? [],
      bw_stylized: bw_stylized ?? [],
      color_stylized: color_stylized ?? [],
    },
  }
}

/**
 * Plans how the actor's set meets its target: it removes rejected images, then the surplus of each style, and generates what is missing. A
 * set that cannot be refilled never shrinks below its target total (or its current size): then the least bad images stay, listed as `kept`.
 * Unreadable files, exact copies and images that a person rejected are always removed; images that a person keeps always stay. An image
 * that is not assessed is never touched. The same input gives the same plan, whatever the order of images.
 */
export function makePlan(input: PlanInput): Plan {
  const { target, policy } = input
  const images = [...input.images].sort((a, b) => byIndex(a.filename, b.filename))
  const present = new Set(images.map((image) => image.filename))
  const set = countSet(images)

  const rejected = images.flatMap((image) => rejection(image, present) ?? [])
  const hard = rejected.filter(isHard)
  const soft = [
    ...worstFirst(
      rejected.filter((step) => !isHard(step)),
      images,
    ),
    ...(policy === 'trim' ? surplus(images, target) : []),
  ]
  const going = new Set([...hard, ...soft].map(({ filename }) => filename))
  const pick = input.derivation && createSourcePicker(without(input.derivation, going))
  const shares = STYLES.map((style) =>
    generationsFor(input, style, target[style] - set.counts[style] - set.unsure[style], pick),
  )
  const generations = shares.flatMap(({ steps }) => steps)
  const allowed = roomFor(images.length, hard.length, sum(target)) + generations.length
  const made = {
    version: 1 as const,
    actor_id: input.actorId,
    created_at: input.createdAt,
    evaluator: input.evaluator,
    generator: input.generator,
    model: input.model,
    price_usd: input.priceUsd,
    fingerprint: input.fingerprint,
    target,
    current: { ...set.counts, unsure: set.unsure, images: images.length },
    deletions: [...hard, ...soft.slice(0, allowed)],
    generations,
    kept: soft.slice(allowed),
    shortfalls: shares.flatMap(({ shortfalls }) => shortfalls),
    estimated_cost_usd: estimatedCostUsd(generations, input.priceUsd),
  }
  return { ...made, ...planWarnings(images, made, policy) }
}
