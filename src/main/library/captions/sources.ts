/** Lists of captions for a whole folder, in order of precedence: Hugging Face's, then kohya's. */
export const CAPTION_LISTS = [
  'metadata.jsonl',
  'metadata.csv',
  'metadata.json',
  'meta_cap.json',
  'meta_lat.json',
  'meta_clean.json',
] as const

/** Extensions of a caption file with its image's stem, in order of precedence. */
export const CAPTION_ENDS = ['txt', 'caption', 'json'] as const

/** Returns true for a file that may hold captions: a list, or the file of one image. */
export const isCaptionSource = (name: string): boolean =>
  name !== 'manifest.json' &&
  (CAPTION_LISTS.some((list) => list === name) || CAPTION_ENDS.some((end) => name.toLowerCase().endsWith(`.${end}`)))
