import type { z } from 'zod'
import { EvencastError, systemCode } from '../domain/error.ts'
import { parseLossless } from '../domain/lossless-json.ts'
import { decodeText } from '../kit/decode-text.ts'
import { writeAtomic } from './durable.ts'
import { isMissing, unavailable } from './presence.ts'
import { MIB, readRegularNow, readStamped, UnfitFileError } from '../kit/read-regular.ts'

/** A manifest of ten thousand images with long prompts has some twenty. */
const MOST_BYTES = 64 * MIB

export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

export const writeJsonAtomic = (file: string, value: unknown): Promise<void> => writeAtomic(file, jsonText(value))

/** There is no such file, or there can be none: its name is longer than the system takes. */
export const isAbsent = (error: unknown): boolean => isMissing(error) || systemCode(error) === 'ENAMETOOLONG'

/** The bytes of a file; null when there is none. Throws UNAVAILABLE when it cannot be read, BAD_INPUT when it is no regular file. */
export const readIfThere = async (file: string): Promise<Buffer | null> =>
  (await readStampedIfThere(file))?.bytes ?? null

/** As `readIfThere`, with the stamp that the file had before it was read. */
export async function readStampedIfThere(
  file: string,
): Promise<{ readonly bytes: Buffer; readonly stamp: string } | null> {
  try {
    return await readStamped(file, MOST_BYTES)
  } catch (error) {
    return nothingIn(file, error)
  }
}

/** As `readIfThere`, for a thread with nothing else to do. */
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

/** Null when there is no such file. Throws BAD_INPUT, naming the file and the field, when it is not what it should be. */
export async function readJsonIfThere<T extends z.ZodType>(file: string, schema: T): Promise<z.infer<T> | null> {
  const bytes = await readIfThere(file)
  return bytes === null ? null : parseJson(decodeText(bytes), schema, file)
}

/** `name`: what holds the text, for the message. Throws BAD_INPUT, naming the field, when it cannot be understood. */
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
