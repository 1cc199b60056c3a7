import { descriptionOfXmp, promptOfParameters } from '../../domain/caption/formats.ts'
import { readNotes } from './notes.ts'

/** Returns the caption in an image's own XMP or PNG text; null when it has none or cannot be read. */
export async function embeddedCaption(file: string): Promise<string | null> {
  const notes = await readNotes(file).catch(() => null)
  if (!notes) return null
  const { xmp, texts } = notes
  const description = xmp === null ? null : descriptionOfXmp(xmp)
  if (description !== null) return description
  const parameters = texts.get('parameters')
  const plain = texts.get('description') ?? texts.get('caption')
  return (parameters === undefined ? null : promptOfParameters(parameters)) ?? (plain?.trim() ? plain.trim() : null)
}
