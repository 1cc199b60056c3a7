import { z } from 'zod'
import type { Asked } from './arguments.ts'

const SecondStart = z.object({ folder: z.string().nullable().default(null), link: z.string().nullable().default(null) })

/** What a second start hands to the first; null when it is not one of ours. */
export const secondStart = (data: unknown): Asked | null => SecondStart.safeParse(data).data ?? null
