import { z } from 'zod'
import { base } from './base.ts'

/** Version of the program and path of its log. */
export const AboutView = z.object({ version: z.string(), logFile: z.string().nullable() })
export type AboutView = z.infer<typeof AboutView>

export const about = {
  get: base.output(AboutView),
  /** Records in the log that a window crashed. */
  crashed: base.input(z.object({ message: z.string().max(10_000) })).output(z.void()),
}
