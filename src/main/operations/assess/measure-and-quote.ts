import { advance, remainingMs, START } from '../../domain/eta.ts'
import { EvencastError } from '../../domain/error.ts'
import type { OperationOptions } from '../context/operation-options.ts'
import { type VisionQuote, quoteVision } from '../vision/quote.ts'
import { measureActors } from './measure-actors.ts'
import type { AssessContext } from './assess-context.ts'

export interface PlanOptions extends OperationOptions {
  readonly fresh?: boolean | undefined
  /** Plans with what is known; the vision model is not called. */
  readonly withoutVision?: boolean | undefined
  /**
   * Called with the quote before a vision model is called for the first time, once the images are measured. Returning false stops before
   * anything is sent.
   */
  readonly onQuote?: ((offer: VisionQuote) => boolean | Promise<boolean>) | undefined
}

/** Returns a function that reports "Planned alice, 3 of 108" with the remaining time. */
export function paced(verb: string, onProgress: OperationOptions['onProgress']) {
  const startedMs = performance.now()
  let pace = START
  return (done: number, total: number, actorId: string): void => {
    pace = advance(pace, { done, elapsedMs: performance.now() - startedMs })
    const leftMs = remainingMs(pace, total)
    onProgress?.({ phase: `${verb} ${actorId}`, done, total, etaSeconds: leftMs === null ? null : leftMs / 1000 })
  }
}

/**
 * Measures the images on this machine, so that those which pixels can judge are not counted, and quotes the vision request. Returns null
 * when only pixels are measured. Throws CANCELLED when `onQuote` returns false.
 */
export async function measureAndQuote(
  context: AssessContext,
  actorIds: readonly string[],
  { onQuote, signal, onProgress }: Omit<PlanOptions, 'fresh'>,
): Promise<VisionQuote | null> {
  if (context.vision() === null) return null
  await measureActors(context, actorIds, signal, paced('Measured', onProgress))
  const offer = await quoteVision(context, actorIds)
  if (offer !== null && onQuote && !(await onQuote(offer)))
    throw new EvencastError('CANCELLED', 'Nothing was sent and nothing was paid. What was measured is kept.')
  return offer
}
