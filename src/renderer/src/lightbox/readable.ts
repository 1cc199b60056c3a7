import type { Image } from '../gallery/image.ts'

/** False: of its file only a part decodes, or nothing. */
export const isReadable = (image: Image): boolean => !image.issues.some((issue) => issue.key === 'unreadable')
