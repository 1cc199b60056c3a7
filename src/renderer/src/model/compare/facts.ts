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

/** Returns true when an image has the highest value of a measure; never when one was not measured or all are equal. */
export function hasMost(images: readonly ImageDetailView[], image: ImageDetailView, fact: Fact): boolean {
  const values = images.map((each) => valueOf(each, fact))
  const known = values.filter((value) => value !== null)
  if (known.length < images.length || new Set(known).size < 2) return false
  return valueOf(image, fact) === Math.max(...known)
}
