/** Lists of captions for a whole folder, the first that names an image counting: Hugging Face's, then kohya's. */
export const CAPTION_LISTS = [
  'metadata.jsonl',
  'metadata.csv',
  'metadata.json',
  'meta_cap.json',
  'meta_lat.json',
  'meta_clean.json',
] as const

/** Ends of a caption file that has the stem of its image, the first that is there counting. */
export const CAPTION_ENDS = ['txt', 'caption', 'json'] as const

/** Whether a file may hold captions: a list, or one of an image. */
export const isCaptionSource = (name: string): boolean =>
  name !== 'manifest.json' &&
  (CAPTION_LISTS.some((list) => list === name) || CAPTION_ENDS.some((end) => name.toLowerCase().endsWith(`.${end}`)))
