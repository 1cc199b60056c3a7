import type { VisionContext } from './vision-context.ts'
import { quoteVision } from './quote.ts'
import { type VisionRequest, withVisionRequest } from './vision-request.ts'

/** Somebody saw what the vision model will cost and agreed; without it, it is not asked. */
export type Agreed = 'vision' | undefined

/** Runs work that may ask the vision model until the limit of the settings, if somebody agreed to its price. */
export async function withAgreed<T>(
  context: VisionContext,
  actorIds: readonly string[],
  agreed: Agreed,
  work: (visionRequest?: VisionRequest) => Promise<T>,
): Promise<T> {
  const quote = agreed ? await quoteVision(context, actorIds) : null
  return withVisionRequest(context, quote, context.settings().maxCostUsd, work)
}
