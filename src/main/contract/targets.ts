import { z } from 'zod'
import { ISSUE_KEYS } from '../domain/issue-kinds.ts'
import { MOST_IMAGES } from '../domain/own-target.ts'
import { PresetView } from './views/words.ts'

const share = z.number().min(0).max(1000)

/** A preset with the library's total, or an own mix: proportions, and a total when it differs from the library's. */
export const TargetChoice = z.union([
  z.object({ preset: PresetView }),
  z.object({
    total: z.number().int().min(1).max(MOST_IMAGES).optional(),
    shares: z
      .object({ photorealistic: share, bw_stylized: share, color_stylized: share })
      .refine(
        (shares) => shares.photorealistic + shares.bw_stylized + shares.color_stylized > 0,
        'At least one share must be above 0.',
      ),
  }),
])
export type TargetChoice = z.infer<typeof TargetChoice>

/** An image that a person marked to keep: no plan removes it until it is released. */
export const PromiseView = z.object({
  actorId: z.string(),
  imageId: z.string(),
  filename: z.string(),
  /** Issues that evaluators found in it. */
  issues: z.array(z.enum(ISSUE_KEYS)),
})
export type PromiseView = z.infer<typeof PromiseView>
