import { EvencastError } from '../domain/error.ts'
import type { Generator } from './generator.ts'

/** Stands in for a generator whose price is not known: it makes nothing, and says so wherever a plan would need it. */
export function createUnpriced(name: string, model: string): Generator {
  const why = `The price of an image by ${model} is not known. Enter it in Settings, since the bill must be known before it is run up.`
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
