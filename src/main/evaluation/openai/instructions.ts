import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { EvencastError, messageOf } from '../../domain/error.ts'

/** What a model is told. The version goes into the evaluator's id: with other words, opinions are asked for again. */
export interface Instructions {
  readonly version: number
  readonly sheet: string
  readonly close: string
  /** For servers that cannot be held to a schema: it is written into the text. */
  readonly shape: string
}

const Index = z.object({ version: z.number().int().min(1), sheet: z.string(), close: z.string(), shape: z.string() })

/** @throws EvencastError NOT_FOUND when they are missing or damaged. */
export async function loadInstructions(folder: string): Promise<Instructions> {
  try {
    const index = Index.parse(JSON.parse(await readFile(join(folder, 'instructions.json'), 'utf8')))
    const [sheet, close, shape] = await Promise.all(
      [index.sheet, index.close, index.shape].map((name) => readFile(join(folder, name), 'utf8')),
    )
    return { version: index.version, sheet: sheet ?? '', close: close ?? '', shape: shape ?? '' }
  } catch (cause) {
    throw new EvencastError(
      'NOT_FOUND',
      `The evaluator's instructions in ${folder} cannot be read (${messageOf(cause)}); reinstall Evencast.`,
      { cause },
    )
  }
}
