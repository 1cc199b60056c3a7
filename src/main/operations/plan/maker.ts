import type { Plan } from '../../domain/plan.ts'
import { perStyle, type PerStyle, STYLES } from '../../domain/style.ts'
import type { Generator } from '../../generation/generator.ts'
import type { Maker } from '../../runs/records.ts'

export const pricesOf = (generator: Pick<Generator, 'priceUsd'>): PerStyle =>
  perStyle((style) => generator.priceUsd(style))

/** Returns the generator, model and prices that a plan was made for. */
export const makerOf = ({ generator, model, price_usd }: Pick<Plan, 'generator' | 'model' | 'price_usd'>): Maker => ({
  name: generator,
  model,
  pricesUsd: price_usd,
})

/** Returns true when this is the generator that the plan was made for, at the same prices. */
export const isMadeFor = (
  plan: Pick<Plan, 'generator' | 'model' | 'price_usd'>,
  generator: Pick<Generator, 'name' | 'model' | 'priceUsd'>,
): boolean =>
  plan.generator === generator.name &&
  plan.model === generator.model &&
  STYLES.every((style) => plan.price_usd[style] === generator.priceUsd(style))
