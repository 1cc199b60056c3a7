import type { z } from 'zod'
import { EvencastError, systemCode } from '../domain/error.ts'
import { parseLossless } from '../domain/lossless-json.ts'
import { decodeText } from '../kit/decode-text.ts'
import { writeAtomic } from './durable.ts'
import { isMissing, unavailable } from './presence.ts'
import { MIB, readRegularNow, readStamped, UnfitFileError } from '../kit/read-regular.ts'

/** Most bytes of a JSON file; a manifest of ten thousand images with long prompts has about 20 MiB. */
const MOST_BYTES = 64 * MIB

export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

export const writeJsonAtomic = (file: string, value: unknown): Promise<void> => writeAtomic(file, jsonText(value))

/** Returns true when the file does not exist or cannot exist, because its name is too long for the system. */
export const isAbsent = (error: unknown): boolean => isMissing(error) || systemCode(error) === 'ENAMETOOLONG'

/** Reads a file; null when there is none. Throws UNAVAILABLE when it cannot be read, BAD_INPUT when it is not a regular file. */
export const readIfThere = async (file: string): Promise<Buffer | null> =>
  (await readStampedIfThere(file))?.bytes ?? null

/** Same as `readIfThere`, with the file's stamp from before it was read. */
export async function readStampedIfThere(
  file: string,
): Promise<{ readonly bytes: Buffer; readonly stamp: string } | null> {
  try {
    return await readStamped(file, MOST_BYTES)
  } catch (error) {
    return nothingIn(file, error)
  }
}

/** Same as `readIfThere`, for a thread that only does this. */
export function readNowIfThere(file: string): Buffer | null {
  try {
    return readRegularNow(file, MOST_BYTES)
  } catch (error) {
    return nothingIn(file, error)
  }
}

function nothingIn(file: string, error: unknown): null {
  if (isAbsent(error)) return null
  if (error instanceof UnfitFileError) throw new EvencastError('BAD_INPUT', error.message, { cause: error })
  throw unavailable(file, error)
}

/** Reads a JSON file; null when there is none. Throws BAD_INPUT, naming the file and the field, when it does not match the schema. */
export async function readJsonIfThere<T extends z.ZodType>(file: string, schema: T): Promise<z.infer<T> | null> {
  const bytes = await readIfThere(file)
  return bytes === null ? null : parseJson(decodeText(bytes), schema, file)
}

/**
 * Parses JSON. `name` is the source of the text, for the message. Throws BAD_INPUT, naming the field, when it does not match the schema.
 */
export function parseJson<T extends z.ZodType>(text: string, schema: T, name: string): z.infer<T> {
  const parsed = schema.safeParse(parseOrUndefined(text))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : 'it is not valid JSON'
  throw new EvencastError('BAD_INPUT', `${name} cannot be read (${where}). Correct it or move it away.`)
}

function parseOrUndefined(text: string): unknown {
  try {
    return parseLossless(text)
  } catch {
    return undefined
  }
}
