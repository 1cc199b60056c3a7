import { EvencastError } from '../domain/error.ts'
import type { Generator } from './generator.ts'

/** Creates a stand-in for a generator whose price is not known: it generates nothing, and says so wherever a plan would need it. */
export function createUnpriced(name: string, model: string): Generator {
  const why = `The price per image of ${model} is unknown. Enter it in Settings: the cost must be known before a run starts.`
  return {
    name,
    model,
    unpriced: why,
    priceUsd: () => 0,
    secondsPerImage: 0,
    lacks: () => `a price for ${model} in Settings`,
    obstacle: () => why,
    generate: () => Promise.reject(new EvencastError('BAD_INPUT', why)),
  }
}
