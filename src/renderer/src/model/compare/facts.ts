import type { ImageDetailView } from '../../../../main/contract/views.ts'

export type Fact = 'pixels' | 'bytes' | 'sharpness'

export const valueOf = (image: ImageDetailView, fact: Fact): number | null => {
  switch (fact) {
    case 'pixels':
      return image.width === null || image.height === null ? null : image.width * image.height
    case 'bytes':
      return image.bytes
    case 'sharpness':
      return image.measures?.sharpness ?? null
  }
}

/** Whether an image has the most of something: never where one was not measured, nor where all have the same. */
export function hasMost(images: readonly ImageDetailView[], image: ImageDetailView, fact: Fact): boolean {
  const values = images.map((each) => valueOf(each, fact))
  const known = values.filter((value) => value !== null)
  if (known.length < images.length || new Set(known).size < 2) return false
  return valueOf(image, fact) === Math.max(...known)
}
