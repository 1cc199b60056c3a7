import { z } from 'zod'

const Text = z.string().trim().min(1)
const Tags = z.union([
  Text,
  z.array(z.string()).transform((tags) =>
    tags
      .map((tag) => tag.trim())
      .filter(Boolean)
      .join(', '),
  ),
])
/** Keys under which other tools store a caption, in order of preference. */
const KEYS = ['caption', 'text', 'description', 'prompt', 'tags'] as const

/**
 * Returns the caption in a JSON value about one image: a string, a list of tags, or an object with one of the usual keys. Returns null when
 * there is none.
 */
export function captionIn(value: unknown): string | null {
  const plain = Tags.safeParse(value)
  if (plain.success && plain.data !== '') return plain.data
  if (typeof value !== 'object' || value === null) return null
  const entries = new Map(Object.entries(value))
  for (const key of KEYS) {
    const found = Tags.safeParse(entries.get(key))
    if (found.success && found.data !== '') return found.data
  }
  return null
}

const nameOf = (path: unknown): string => (typeof path === 'string' ? (path.split(/[/\\]/).at(-1) ?? '') : '')

/** Reads captions by file name or stem from kohya's metadata: an object keyed by image path or stem. Other objects give an empty map. */
export function captionsOfMetadata(value: unknown): ReadonlyMap<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map()
  return new Map(
    Object.entries(value).flatMap(([path, about]) => {
      const caption = typeof about === 'object' ? captionIn(about) : null
      const name = nameOf(path)
      return caption === null || name === '' ? [] : [[name, caption] as const]
    }),
  )
}

const FILE_KEYS = ['file_name', 'filename', 'file', 'image', 'image_path', 'path'] as const

/** Reads a row of `metadata.jsonl` or `metadata.csv`; null when it lacks a name or a caption. */
export function captionOfRow(row: unknown): readonly [name: string, caption: string] | null {
  if (typeof row !== 'object' || row === null) return null
  const entries = new Map(Object.entries(row))
  const name = FILE_KEYS.map((key) => nameOf(entries.get(key))).find((found) => found !== '')
  const caption = captionIn(row)
  return name === undefined || caption === null ? null : [name, caption]
}

/** Returns the prompt from Automatic1111's parameters, which begin with it; the negative prompt and the settings follow. */
export function promptOfParameters(parameters: string): string | null {
  const prompt = parameters.split(/\n(?:Negative prompt:|Steps: \d)/)[0]?.trim() ?? ''
  return prompt === '' || /^(Negative prompt:|Steps: \d|\{)/.test(prompt) ? null : prompt
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])

const signOf = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '')

/** Returns `dc:description` of an XMP packet, in the first language that it has. */
export function descriptionOfXmp(xmp: string): string | null {
  const inner = /<dc:description[^>]*>([\s\S]*?)<\/dc:description>/.exec(xmp)?.[1]
  const text = inner === undefined ? undefined : (/<rdf:li[^>]*>([\s\S]*?)<\/rdf:li>/.exec(inner)?.[1] ?? inner)
  const plain = text
    ?.replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:#(x?)([\da-f]{1,6})|(\w+));/gi, (all, hex: string, code: string | undefined, name: string) =>
      code === undefined ? (ENTITIES.get(name) ?? all) : signOf(Number.parseInt(code, hex === '' ? 10 : 16)),
    )
    .trim()
  return plain ? plain : null
}
