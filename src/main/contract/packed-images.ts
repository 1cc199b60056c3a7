import type { ImageView } from './views.ts'

/** Relative; they change with the content. */
export const imageUrls = (imageId: string, version: string): Pick<ImageView, 'thumbUrl' | 'fullUrl'> => ({
  thumbUrl: `/thumb/${imageId}?v=${version}`,
  fullUrl: `/image/${imageId}?v=${version}`,
})

type PackedKey = Exclude<keyof ImageView, 'actorId' | 'thumbUrl' | 'fullUrl'>

/** Every key, in the order of the values; not taken from the schema, which would bring zod into the window. */
const KEYS = Object.keys({
  imageId: true,
  filename: true,
  lane: true,
  style: true,
  decidedBy: true,
  unsure: true,
  confidence: true,
  verdict: true,
  issues: true,
  group: true,
  quality: true,
  width: true,
  height: true,
  bytes: true,
  generated: true,
  caption: true,
  prompt: true,
  promptId: true,
  dateMs: true,
  hashes: true,
  colours: true,
  uploaded: true,
  flagged: true,
  kept: true,
  stored: true,
  unmeasured: true,
  sidecars: true,
  notJudged: true,
  unanswered: true,
  crop: true,
} satisfies Record<PackedKey, true>) as PackedKey[]

/**
 * Views of one actor's images as text: values without their keys, addresses by what differs in them. A window opens 20,000 images so:
 * as objects they would be looked at one by one on their way through the contract, four times.
 */
export const packImages = (images: readonly ImageView[]): string =>
  JSON.stringify(
    images.map((image) => [image.thumbUrl.slice(image.thumbUrl.indexOf('=') + 1), ...KEYS.map((key) => image[key])]),
  )

export const unpackImages = (actorId: string, text: string): ImageView[] =>
  // Only `packImages` writes these texts.
  (JSON.parse(text) as [version: string, ...unknown[]][]).map(([version, ...values]) => {
    const image: Record<string, unknown> = { actorId }
    for (const [index, key] of KEYS.entries()) image[key] = values[index]
    return Object.assign(image, imageUrls(String(image['imageId']), version)) as ImageView
  })
