import type { Image } from '../../model/images/image.ts'

/** False: of its file only a part decodes, or nothing. */
export const isReadable = (image: Image): boolean => !image.issues.some((issue) => issue.key === 'unreadable')
