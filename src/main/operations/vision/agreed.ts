import type { VisionContext } from './vision-context.ts'
import { quoteVision } from './quote.ts'
import { type VisionRequest, withVisionRequest } from './vision-request.ts'

/** The user's consent to the price of a vision request. Without it, the vision model is not called. */
export type Agreed = 'vision' | undefined

/** Runs work that may call the vision model up to the cost limit of the settings, if the user agreed to the price. */
export async function withAgreed<T>(
  context: VisionContext,
  actorIds: readonly string[],
  agreed: Agreed,
  work: (visionRequest?: VisionRequest) => Promise<T>,
): Promise<T> {
  const quote = agreed ? await quoteVision(context, actorIds) : null
  return withVisionRequest(context, quote, context.settings().maxCostUsd, work)
}
