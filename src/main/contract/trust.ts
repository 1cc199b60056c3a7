import { z } from 'zod'
import { SettingsPatch } from './settings.ts'

/** What a library that this user's configuration does not know brings along, and what nobody has decided about yet. */
export const LibraryQuestion = z.object({
  /** Phrases for people; nothing of it goes on, and no other work begins, until it is decided. */
  unfinished: z.array(z.string()),
  /** Do not count until they are agreed to. */
  settings: SettingsPatch.shape.values,
})
export type LibraryQuestion = z.infer<typeof LibraryQuestion>

export const LibraryAnswer = z.object({
  /** `forget`: it stays as far as it got; `later`: the question stays. */
  unfinished: z.enum(['carryOn', 'forget', 'later']),
  /** `ignore`: the user's own count, and these are not asked about again; `later`: they do not count, and the question stays. */
  settings: z.enum(['use', 'ignore', 'later']),
})
export type LibraryAnswer = z.infer<typeof LibraryAnswer>
