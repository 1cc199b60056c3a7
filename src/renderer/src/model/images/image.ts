import type { z } from 'zod'
import type { ImageView, LaneView } from '../../../../main/contract/views.ts'
import { STYLES } from '../../../../main/domain/style.ts'

export type Lane = z.infer<typeof LaneView>
export type Image = z.infer<typeof ImageView>

/** Every lane, in the order in which the window shows them. */
export const LANES: readonly Lane[] = [...STYLES, 'unsorted', 'rejected']

/** False: of its file only a part decodes, or nothing. */
export const isReadable = (image: Image): boolean => !image.issues.some((issue) => issue.key === 'unreadable')
