import { create } from 'zustand'
import type { GenerationPriceView } from '../../../../main/contract/generation.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'

/** Price per generated image with the current generator; unknown until the core has answered. */
export const usePrice = create<GenerationPriceView>()(() => ({
  priceUsd: null,
  secondsPerImage: 0,
  atOnce: 1,
  problem: null,
}))

export async function loadPrice(): Promise<void> {
  const price = await outcome(api.plans.price())
  if (price.ok) usePrice.setState(price.value, true)
}
