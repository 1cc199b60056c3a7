import { z } from 'zod'
import { compacted, plainValue } from './json-literal.ts'
import type { ManifestImage } from './manifest.ts'
import { isPlainName } from './naming.ts'
import { GROUP_PART } from './split-group.ts'
import { STYLES } from './style.ts'

/** A JSON object with untrusted keys: copied only with `Object.fromEntries` or spread, so that `__proto__` stays a plain key. */
export type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value)

const string = z.union([z.string(), z.number().transform(String)])
/** A person's decision counts in any spelling of "human". */
const author = string.transform((value) => (/^human$/i.test(value.trim()) ? 'human' : value))
const number = z.union([
  z.number(),
  z
    .string()
    .trim()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number)
    .refine((value) => Number.isInteger(value) === Number.isSafeInteger(value)),
])
const style = z
  .string()
  .transform((value) =>
    value
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_'),
  )
  .pipe(z.enum(STYLES))

export const isStyleName = (value: unknown): boolean => style.safeParse(value).success

/** An S3 upload response names the object in `Location`, for multipart uploads sometimes without a scheme. */
const url = z.union([
  z.string(),
  z
    .looseObject({ Location: z.string().min(1) })
    .transform(({ Location }) => (Location.includes('://') ? Location : `https://${Location}`)),
])

const FIELDS: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ['type', style],
  ['classified_by', author],
  ['verdict', z.enum(['keep', 'review', 'reject'])],
  ['kept_by', z.literal('human')],
  ['derived_from', string],
  ['flagged', z.boolean()],
  ['group_part', z.string().regex(GROUP_PART)],
  ['source', string],
  ['prompt', string],
  ['prompt_id', string],
  ['model', string],
  ['prediction_id', string],
  ['seed', number],
  ['cost_usd', number],
  ['s3_url', url],
  ['sha256', string],
  ['bytes', number],
  ['width', number],
  ['height', number],
  ['quality_issues', z.union([z.array(z.string()), z.string().transform((issue) => [issue])])],
  ['created_at', string],
  ['caption', z.string()],
  ['caption_by', string],
  ['caption_at', string],
  ['caption_of', string],
])

/** Other tools' names for our keys. An alias is renamed only when its value is valid there and the clean key has no valid value. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['image_type', 'type'],
  ['url', 's3_url'],
])

const baseName = (raw: unknown): string => {
  const path = plainValue(raw)
  return typeof path === 'string' ? (path.split(/[/\\]/).at(-1) ?? '') : ''
}

/** Returns the plain file name of an entry, never a path; null when there is none. */
function fileNameOf(raw: Json, key: string | null): string | null {
  const name = [raw['filename'], raw['file_name'], raw['file'], key].map(baseName).find((found) => found !== '')
  return name !== undefined && isPlainName(name) ? name : null
}

/** Returns `original_{key}`, or a free variant of it, for a value of a known key that could not be understood and must not be lost. */
export function freeKey(taken: (key: string) => boolean, key: string): string {
  let name = `original_${key}`
  for (let n = 2; taken(name); n++) name = `original_${key}_${n}`
  return name
}

const aliasReads = (raw: Json, key: string): boolean =>
  [...ALIASES].some(([alias, clean]) => clean === key && FIELDS.get(key)?.safeParse(plainValue(raw[alias])).success)

/** Returns an image as Evencast writes it; null when it has no usable file name. `key` is its key in an object of images. */
export function readEntry(raw: Json, key: string | null): ManifestImage | null {
  const filename = fileNameOf(raw, key)
  if (filename === null) return null
  const reads = (name: string): boolean => FIELDS.get(name)?.safeParse(plainValue(raw[name])).success ?? false
  const pairs = Object.entries(raw).flatMap(([name, value]): [string, unknown][] => {
    if (name === 'filename') return [[name, filename]]
    const alias = ALIASES.get(name)
    if (alias !== undefined) {
      const parsed = FIELDS.get(alias)?.safeParse(plainValue(value))
      return parsed?.success && !reads(alias) ? [[alias, parsed.data]] : [[name, compacted(value)]]
    }
    const field = FIELDS.get(name)
    if (!field) return [[name, compacted(value)]]
    // Null means unknown. Only `type` may be null, because a person can reject an image without giving it a style.
    if (value === null) return name === 'type' && !aliasReads(raw, name) ? [[name, value]] : []
    const parsed = field.safeParse(plainValue(value))
    return parsed.success
      ? [[name, parsed.data]]
      : [[freeKey((taken) => Object.hasOwn(raw, taken), name), compacted(value)]]
  })
  const named: [string, unknown][] = Object.hasOwn(raw, 'filename') ? pairs : [['filename', filename], ...pairs]
  return { ...Object.fromEntries(named), filename }
}
