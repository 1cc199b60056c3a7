import sharp from 'sharp'

/**
 * Decodes every pixel of the first page.
 * @throws when the file ends too early or a part of it does not decode. (sharp's `stats()` misses some of those, a different share each
 * time.)
 */
export const decodeWhole = async (content: Uint8Array): Promise<void> =>
  void (await sharp(content, { failOn: 'error', pages: 1, sequentialRead: true }).raw().toBuffer())
