import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EvencastError } from '../domain/error.ts'
import { isObject, type Json } from '../domain/read-entry.ts'
import { parseLossless } from '../domain/lossless-json.ts'
import { decodeText } from '../kit/decode-text.ts'
import { readIfThere, writeJsonAtomic } from './json-file.ts'
import { ABOUT_FILE, type ActorFolder } from './layout.ts'
import { assertPresent } from './presence.ts'

function parsed(file: string, text: string): Json {
  try {
    const value = parseLossless(text)
    if (isObject(value)) return value
  } catch {
    // Both failures share the message below.
  }
  throw new EvencastError('BAD_INPUT', `${file} is not a JSON object. Correct it or move it away.`)
}

/**
 * Writes the actor's target to `actor.json` (null removes it) and returns the file's new content; null when the file was removed because
 * nothing was left in it. The other keys stay. Safe to repeat. Throws BAD_INPUT when the file is not a JSON object.
 */
export async function writeTarget(folder: ActorFolder, target: Json | null): Promise<Json | null> {
  await assertPresent(folder.root)
  const file = join(folder.dir, ABOUT_FILE)
  const bytes = await readIfThere(file)
  const { target: _, ...rest } = bytes === null ? {} : parsed(file, decodeText(bytes))
  const about = target === null ? rest : { ...rest, target }
  if (Object.keys(about).length === 0) {
    await rm(file, { force: true })
    return null
  }
  await writeJsonAtomic(file, about)
  return about
}
