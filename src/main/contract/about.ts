import { z } from 'zod'
import { base } from './base.ts'

/** What this program is, and where it says what went wrong. */
export const AboutView = z.object({ version: z.string(), logFile: z.string().nullable() })
export type AboutView = z.infer<typeof AboutView>

export const about = {
  get: base.output(AboutView),
  /** A window that could not go on; kept in the log. */
  crashed: base.input(z.object({ message: z.string().max(10_000) })).output(z.void()),
}
