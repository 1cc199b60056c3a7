import type { Session } from '../context/library-context.ts'
import { quoteVision } from './quote.ts'
import { type VisionRequest, withVisionRequest } from './vision-request.ts'

/** Somebody saw what the vision model will cost and agreed; without it, it is not asked. */
export type Agreed = 'vision' | undefined

/** Runs work that may ask the vision model until the limit of the settings, if somebody agreed to its price. */
export async function withAgreed<T>(
  session: Session,
  actorIds: readonly string[],
  agreed: Agreed,
  work: (visionRequest?: VisionRequest) => Promise<T>,
): Promise<T> {
  const quote = agreed ? await quoteVision(session, actorIds) : null
  return withVisionRequest(session, quote, session.settings().maxCostUsd, work)
}
