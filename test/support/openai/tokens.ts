import sharp from 'sharp'
import { imageUrl, textOf } from './answer.ts'

/**
 * Counts four characters as a token and a picture by the rule of its model. Written independently of the product's code, so that each
 * checks the other.
 */
export async function inputTokens(body: Record<string, unknown>): Promise<number> {
  const { width, height } = await sharp(Buffer.from(imageUrl(body).split(',')[1] ?? '', 'base64')).metadata()
  const text = Math.ceil(textOf(body).length / 4)
  return text + (/^gpt-4(o|\.1)(-\d|$)/.test(String(body['model'])) ? byTiles(width, height) : byPatches(width, height))
}

export const outputTokens = (text: string): number => Math.ceil(text.length / 4)

/** Counts as gpt-5.6 does at high detail, for pictures that need no shrinking. */
function byPatches(width: number, height: number): number {
  const patches = Math.ceil(width / 32) * Math.ceil(height / 32)
  if (Math.max(width, height) > 2048 || patches > 2500)
    throw new Error(`a sheet of ${width} × ${height} px is more than the model sees`)
  return Math.ceil((patches * 12) / 10)
}

/** Counts as gpt-4o does: the short side at most 768 px, then tiles of 512 px. */
function byTiles(width: number, height: number): number {
  if (Math.max(width, height) > 2048 || Math.min(width, height) > 768)
    throw new Error(`a sheet of ${width} × ${height} px is more than the model sees`)
  return 85 + 170 * Math.ceil(width / 512) * Math.ceil(height / 512)
}
