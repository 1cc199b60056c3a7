import type { ManifestImage } from '../manifest.ts'

/** Keys of a manifest entry that belong to its caption. */
export const CAPTION_KEYS = ['caption', 'caption_by', 'caption_at', 'caption_of'] as const

export type CaptionEntry = Pick<ManifestImage, (typeof CAPTION_KEYS)[number]>

/** Returns a patch in which missing keys are undefined, so that applying it removes them. */
export const captionPatch = (entry: CaptionEntry): CaptionEntry => ({
  caption: entry.caption,
  caption_by: entry.caption_by,
  caption_at: entry.caption_at,
  caption_of: entry.caption_of,
})

export const saysCaption = (entry: CaptionEntry, caption: CaptionEntry): boolean =>
  CAPTION_KEYS.every((key) => entry[key] === caption[key])
