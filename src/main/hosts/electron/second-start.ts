import { z } from 'zod'
import type { Asked } from './arguments.ts'

const SecondStart = z.object({ folder: z.string().nullable().default(null), link: z.string().nullable().default(null) })

/** Parses the data that a second start passes to the first; null when it is not valid. */
export const secondStart = (data: unknown): Asked | null => SecondStart.safeParse(data).data ?? null
