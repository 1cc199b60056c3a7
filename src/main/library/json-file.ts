import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { EvencastError } from '../domain/error.ts'
import { parseLossless } from '../domain/lossless-json.ts'
import { writeAtomic } from './durable.ts'
import { isMissing, unavailable } from './presence.ts'

export const writeJsonAtomic = (file: string, value: unknown): Promise<void> =>
  writeAtomic(file, `${JSON.stringify(value, null, 2)}\n`)

/** The bytes of a file; null when there is none. Throws UNAVAILABLE when it is there and cannot be read. */
export async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file)
  } catch (error) {
    if (isMissing(error)) return null
    throw unavailable(file, error)
  }
}

/** Null when there is no such file. Throws BAD_INPUT, naming the file and the field, when it is not what it should be. */
export async function readJsonIfThere<T extends z.ZodType>(file: string, schema: T): Promise<z.infer<T> | null> {
  const bytes = await readIfThere(file)
  if (bytes === null) return null
  const parsed = schema.safeParse(parseOrUndefined(bytes.toString('utf8')))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : 'it is not valid JSON'
  throw new EvencastError('BAD_INPUT', `${file} cannot be read (${where}). Correct it or move it away.`)
}

function parseOrUndefined(text: string): unknown {
  try {
    return parseLossless(text)
  } catch {
    return undefined
  }
}
