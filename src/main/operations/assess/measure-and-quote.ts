import { advance, remainingMs, START } from '../../domain/eta.ts'
import { EvencastError } from '../../domain/error.ts'
import type { OperationOptions } from '../context/operation-options.ts'
import { type VisionQuote, quoteVision } from '../vision/quote.ts'
import { measureActors } from './measure-actors.ts'
import type { AssessContext } from './assess-context.ts'

export interface PlanOptions extends OperationOptions {
  readonly fresh?: boolean | undefined
  /** With what is known: the vision model is not asked. */
  readonly withoutVision?: boolean | undefined
  /**
   * Told before a vision model is asked for the first time, with what it will take; the images are measured by then. False ends it
   * there, with nothing asked.
   */
  readonly onQuote?: ((offer: VisionQuote) => boolean | Promise<boolean>) | undefined
}

/** Reports "Planned alice, 3 of 108" with the time that is left. */
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
 * What the vision model of the settings will cost for these actors, told to whoever wants to know before it is asked. The images
 * are measured first, on this machine, so that nothing pixels can tell is counted. Null when only pixels are asked.
 *
 * @throws EvencastError CANCELLED when the answer was no.
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
