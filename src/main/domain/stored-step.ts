import { z } from 'zod'
import { ISSUE_KEYS } from './issue-kinds.ts'
import { StoredName } from './stored-image.ts'
import { STYLES } from './style.ts'

/** A deletion in a plan file or a run's journal. It can only name an image in the actor's folder. */
export const StoredDeletion = z.looseObject({
  filename: StoredName,
  type: z.enum(STYLES).nullable().default(null),
  reason: z.enum([...ISSUE_KEYS, 'human', 'surplus']),
  detail: z.string().default(''),
  skipped: z.boolean().optional(),
})

export const StoredGeneration = z.looseObject({
  type: z.enum(STYLES),
  prompt_id: z.string(),
  prompt: z.string().max(20_000),
  aspect_ratio: z.string().regex(/^\d{1,3}:\d{1,3}$/, 'Write it as width:height'),
  derived_from: StoredName.optional(),
  skipped: z.boolean().optional(),
})
