import { z } from 'zod'
import { SettingsPatch } from './settings.ts'

/** Open decisions about a library that is new to this user. */
export const LibraryQuestion = z.object({
  /** Phrases that describe unfinished work; it does not continue, and no other work starts, until the user decides. */
  unfinished: z.array(z.string()),
  /** Settings of the library, not in effect until the user agrees. */
  settings: SettingsPatch.shape.values,
})
export type LibraryQuestion = z.infer<typeof LibraryQuestion>

export const LibraryAnswer = z.object({
  /** `forget` leaves the work as it is; `later` keeps the question. */
  unfinished: z.enum(['carryOn', 'forget', 'later']),
  /** `ignore` applies the user's own settings and does not ask about these again; `later` does not apply them and keeps the question. */
  settings: z.enum(['use', 'ignore', 'later']),
})
export type LibraryAnswer = z.infer<typeof LibraryAnswer>
