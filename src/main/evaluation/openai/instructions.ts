import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { EvencastError, messageOf } from '../../domain/error.ts'

/** Instructions for the model. The version is part of the evaluator's id: after a change of wording, images are assessed again. */
export interface Instructions {
  readonly version: number
  readonly sheet: string
  readonly close: string
  /** For servers that do not support a schema: it is written into the text. */
  readonly shape: string
}

const Index = z.object({ version: z.number().int().min(1), sheet: z.string(), close: z.string(), shape: z.string() })

/** Loads the instructions. @throws EvencastError NOT_FOUND when they are missing or damaged. */
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
