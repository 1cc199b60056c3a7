import sharp from 'sharp'
import { descriptionOfXmp, promptOfParameters } from '../../domain/caption/formats.ts'

/** The caption in an image's own XMP or PNG text; null when it has none or cannot be read. */
export async function embeddedCaption(file: string): Promise<string | null> {
  const header = await sharp(file)
    .metadata()
    .catch(() => null)
  if (!header) return null
  const description = header.xmp ? descriptionOfXmp(header.xmp.toString('utf8')) : null
  if (description !== null) return description
  const texts = new Map(header.comments?.map(({ keyword, text }) => [keyword.toLowerCase(), text]))
  const parameters = texts.get('parameters')
  const plain = texts.get('description') ?? texts.get('caption')
  return (parameters === undefined ? null : promptOfParameters(parameters)) ?? (plain?.trim() ? plain.trim() : null)
}
