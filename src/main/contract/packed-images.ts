import type { ImageView } from './views.ts'

/** Relative; they change with the content. */
export const imageUrls = (imageId: string, version: string): Pick<ImageView, 'thumbUrl' | 'fullUrl'> => ({
  thumbUrl: `/thumb/${imageId}?v=${version}`,
  fullUrl: `/image/${imageId}?v=${version}`,
})

/** Known without being sent: see `unpackImages`. */
const UNSENT = new Set(['actorId', 'thumbUrl', 'fullUrl'])

interface Packed {
  readonly keys: readonly (keyof ImageView)[]
  readonly images: readonly (readonly [version: string, ...values: unknown[]])[]
}

/**
 * Views of one actor's images as text: keys once, values without them, addresses by what differs in them. A window opens 20,000 images so:
 * as objects they would be looked at one by one on their way through the contract, four times.
 */
export function packImages(images: readonly ImageView[]): string {
  // Each view has every key, so those of the first are those of all.
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
