import { z } from 'zod'
import { SKIP_REASONS } from '../../domain/skipped.ts'
import { PerStyleView } from './words.ts'

export const ActorState = z.enum(['unassessed', 'unbalanced', 'balanced', 'failed', 'running'])

export const ActorView = z.object({
  actorId: z.string(),
  /** Relative URL of the base image's thumbnail; null when there is none. */
  baseThumbUrl: z.string().nullable(),
  /** Relative URL of the base image at full size. */
  baseUrl: z.string().nullable(),
  state: ActorState,
  images: z.number().int(),
  counts: PerStyleView.extend({ unclassified: z.number().int() }),
  target: PerStyleView,
  rejected: z.number().int(),
  unreadable: z.number().int(),
  unassessed: z.number().int(),
  /** Images whose style is a guess. */
  doubtful: z.number().int(),
  /** Images of which the vision model told nothing: it declined, or did not answer. */
  untold: z.number().int(),
  /** What its good images lack in angles, framing, expression and light, as far as that is known: words of `SHOT`. */
  missing: z.array(z.string()),
  /** Images to make and images beyond the target, rejects included. */
  deficit: z.number().int(),
  surplus: z.number().int(),
  /** Why the folder or the last run failed, as a sentence. */
  problem: z.string().nullable(),
  /** What lies in its folder and is not looked at, a sentence for each reason. */
  skipped: z.array(z.object({ reason: z.enum(SKIP_REASONS), count: z.number().int(), sentence: z.string() })),
  /** When its files or labels last changed, as its manifest tells; null before it has one. */
  changedAt: z.string().nullable(),
})
export type ActorView = z.infer<typeof ActorView>
