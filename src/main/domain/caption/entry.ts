import type { ManifestImage } from '../manifest.ts'

/** Keys of a manifest entry that belong to its caption. */
export const CAPTION_KEYS = ['caption', 'caption_by', 'caption_at', 'caption_of'] as const

export type CaptionEntry = Pick<ManifestImage, (typeof CAPTION_KEYS)[number]>

/** As a patch: what the entry does not say is taken out. */
export const captionPatch = (entry: CaptionEntry): CaptionEntry => ({
  caption: entry.caption,
  caption_by: entry.caption_by,
  caption_at: entry.caption_at,
  caption_of: entry.caption_of,
})

const OF_CAPTIONS = new Set<string>(CAPTION_KEYS)

/** Whether two entries say the same of all but the caption. Values that are objects count as the same only when they are one. */
export const sameBesidesCaption = (a: ManifestImage, b: ManifestImage): boolean =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => OF_CAPTIONS.has(key) || a[key] === b[key])
