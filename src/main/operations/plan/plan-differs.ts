import type { Plan } from '../../domain/plan.ts'
import { STYLES } from '../../domain/style.ts'
import type { Generator } from '../../generation/generator.ts'
import type { PlanContext } from './plan-context.ts'
import type { KnownImage } from '../index/known-images.ts'
import { isMadeFor } from './maker.ts'
import { fingerprintOf } from './plan-actor.ts'
import { targetOf } from './target-of.ts'

const mix = (target: Plan['target']): string => STYLES.map((style) => target[style]).join('/')

/** Returns how the set differs from the plan, as the rest of a sentence; null when it does not. */
export function setDiffers(context: PlanContext, plan: Plan, images: readonly KnownImage[]): string | null {
  if (plan.fingerprint === fingerprintOf(context, plan.actor_id, images)) return null
  const target = targetOf(context, plan.actor_id)
  return STYLES.some((style) => target[style] !== plan.target[style])
    ? `its target was ${mix(plan.target)} then and is ${mix(target)} now`
    : 'its files or labels changed since'
}

const price = (usd: number): string => (usd === 0 ? 'free' : `$${usd.toFixed(4).replace(/0{1,2}$/, '')} an image`)
const maker = (name: string, model: string, usd: number): string => `${name} (${model}, ${price(usd)})`

/** Returns how the generator differs from the plan, as the rest of a sentence; null when it does not. */
export function generatorDiffers(plan: Plan, generator: Generator): string | null {
  if (isMadeFor(plan, generator)) return null
  const style = STYLES.find((each) => plan.price_usd[each] !== generator.priceUsd(each)) ?? 'photorealistic'
  const planned = maker(plan.generator, plan.model, plan.price_usd[style])
  return `it was made for ${planned}, and this would be ${maker(generator.name, generator.model, generator.priceUsd(style))}`
}
