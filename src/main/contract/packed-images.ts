import type { ImageView } from './views.ts'

/** Returns an image's relative URLs, which change with its content. */
export const imageUrls = (imageId: string, version: string): Pick<ImageView, 'thumbUrl' | 'fullUrl'> => ({
  thumbUrl: `/thumb/${imageId}?v=${version}`,
  fullUrl: `/image/${imageId}?v=${version}`,
})

/** Keys that are not sent, because `unpackImages` can derive them. */
const UNSENT = new Set(['actorId', 'thumbUrl', 'fullUrl'])

interface Packed {
  readonly keys: readonly (keyof ImageView)[]
  readonly images: readonly (readonly [version: string, ...values: unknown[]])[]
}

/**
 * Packs the views of one actor's images as text: keys once, then the values, and of URLs only the part that differs. A window opens 20,000
 * images this way; as objects they would be validated one by one, four times on their way through the contract.
 */
export function packImages(images: readonly ImageView[]): string {
  // Every view has all keys, so the first one's keys apply to all.
  const keys = Object.keys(images[0] ?? {}).filter((key) => !UNSENT.has(key)) as (keyof ImageView)[]
  const packed: Packed = {
    keys,
    images: images.map((image) => [
      image.thumbUrl.slice(image.thumbUrl.indexOf('=') + 1),
      ...keys.map((key) => image[key]),
    ]),
  }
  return JSON.stringify(packed)
}

export function unpackImages(actorId: string, text: string): ImageView[] {
  // Only `packImages` writes these texts.
  const { keys, images } = JSON.parse(text) as Packed
  return images.map(([version, ...values]) => {
    const image: Record<string, unknown> = { actorId }
    for (const [index, key] of keys.entries()) image[key] = values[index]
    return Object.assign(image, imageUrls(String(image['imageId']), version)) as ImageView
  })
}
