import { z } from 'zod'
import { STYLES } from '../../domain/style.ts'
import { PRESETS } from '../../domain/target.ts'

export const StyleView = z.enum(STYLES)
export const LaneView = z.enum([...STYLES, 'unsorted', 'rejected'])
export const PresetView = z.enum(PRESETS)
export const VerdictView = z.enum(['keep', 'review', 'reject'])
export const PerStyleView = z.object({
  photorealistic: z.number(),
  bw_stylized: z.number(),
  color_stylized: z.number(),
})
export type PerStyleView = z.infer<typeof PerStyleView>
