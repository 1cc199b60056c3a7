import type { z } from 'zod'
import type { ImageView, LaneView } from '../../../../main/contract/views.ts'
import { STYLES } from '../../../../main/domain/style.ts'

export type Lane = z.infer<typeof LaneView>
export type Image = z.infer<typeof ImageView>

/** All lanes, in the order in which the window shows them. */
export const LANES: readonly Lane[] = [...STYLES, 'unsorted', 'rejected']

/** Returns false when the file does not decode completely. */
export const isReadable = (image: Image): boolean => !image.issues.some((issue) => issue.key === 'unreadable')
