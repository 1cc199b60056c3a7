import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { MIB, readRegular, UnfitFileError } from '../../kit/read-regular.ts'
import { type Prompt, type Variant, VARIANTS } from '../../domain/prompt.ts'
import { SCENE } from '../../domain/shot.ts'
import { backgroundOfText } from '../../domain/caption/background.ts'
import { once } from '../../domain/once.ts'
import { STYLES } from '../../domain/style.ts'
import { unknownSlots } from './fill.ts'
import { findPrompt } from './varied.ts'

export interface PromptLibrary {
  readonly all: readonly Prompt[]
  /** Finds a prompt by id; the id of a variation returns it with that angle and light. */
  readonly find: (id: string) => Prompt | undefined
}

export const promptLibrary = (all: readonly Prompt[]): PromptLibrary => ({ all, find: (id) => findPrompt(all, id) })

/** Aspect ratios that image-editing models accept: those of flux-kontext-pro, the longest list (Replicate's model page). */
const RATIOS = ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '4:5', '5:4', '21:9', '9:21', '2:1', '1:2'] as const

const phrase = z.string().trim()
const variants: readonly Variant[] = Object.values(VARIANTS).flat()

const word = <T extends string>(words: readonly T[]) => z.enum(words).optional()
const ShotTags = z.strictObject({
  angle: word(SCENE.angle),
  framing: word(SCENE.framing),
  expression: word(SCENE.expression),
  light: word(SCENE.light),
  background: word(SCENE.background),
})

/** A user's prompts need an id, a type and a text; other fields only where the text refers to them. */
const PromptEntry = z
  .object({
    // A dot would look like the id of a varied prompt.
    id: z.string().regex(/^[\w-]+$/, 'may hold letters, digits, "-" and "_" only'),
    type: z.enum(STYLES),
    title: phrase.optional(),
    text: phrase,
    angle: phrase.default(''),
    framing: phrase.default(''),
    gaze: phrase.default(''),
    light: phrase.default(''),
    setting: phrase.default(''),
    aspect_ratio: z.enum(RATIOS).default('1:1'),
    variant: z.enum(variants).optional(),
    shot: ShotTags.default({}),
  })
  .check(({ value, issues }) => {
    const complain = (field: string, message: string): unknown =>
      issues.push({ code: 'custom', path: [field], message, input: value })
    if (!/\{subject\}/i.test(value.text)) complain('text', 'must hold {subject}')
    for (const field of ['text', 'angle', 'framing', 'gaze', 'light', 'setting'] as const) {
      for (const slot of unknownSlots(value[field])) complain(field, `holds the unknown slot {${slot}}`)
    }
    for (const field of ['angle', 'framing', 'gaze', 'light', 'setting'] as const) {
      if (value[field] === '' && value.text.toLowerCase().includes(`{${field}}`)) {
        complain(field, `is missing, but the text holds {${field}}`)
      }
    }
    const fitting: readonly Variant[] = VARIANTS[value.type]
    if (value.variant && !fitting.includes(value.variant)) complain('variant', `must be one of ${fitting.join(', ')}`)
  })
  .transform((prompt): Prompt => ({
    ...prompt,
    shot: {
      angle: prompt.shot.angle ?? null,
      framing: prompt.shot.framing ?? null,
      expression: prompt.shot.expression ?? null,
      light: prompt.shot.light ?? null,
      background: prompt.shot.background ?? backgroundOfText(prompt.text.replaceAll('{setting}', prompt.setting)),
    },
    title: prompt.title ?? prompt.id,
    variant: prompt.variant ?? VARIANTS[prompt.type][0],
  }))

const bad = (file: string, problem: string, cause?: unknown): EvencastError =>
  new EvencastError('BAD_INPUT', `The prompt file ${file} cannot be used: ${problem}.`, { cause })

/** Parses the prompts of one file: a JSON list. */
export function parsePrompts(text: string, file: string): readonly Prompt[] {
  let raw: unknown
  try {
    raw = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw bad(file, `it is not JSON`, cause)
  }
  if (!Array.isArray(raw)) throw bad(file, 'it must hold a list of prompts')
  return raw.map((entry: unknown, index) => {
    const parsed = PromptEntry.safeParse(entry)
    if (parsed.success) return parsed.data
    const { path, message } = parsed.error.issues[0] ?? { path: [], message: 'not understood' }
    const field = path.length > 0 ? `, field "${path.join('.')}"` : ''
    throw bad(file, `prompt ${index + 1}${field}: ${message}`)
  })
}

async function textOf(path: string): Promise<string> {
  try {
    return (await readRegular(path, MIB)).toString('utf8')
  } catch (cause) {
    if (cause instanceof UnfitFileError) throw new EvencastError('BAD_INPUT', cause.message, { cause })
    throw new EvencastError('UNAVAILABLE', `The prompts in ${path} cannot be read: ${messageOf(cause)}.`, { cause })
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new EvencastError('UNAVAILABLE', `The prompt folder ${folder} cannot be read: ${messageOf(error)}.`, {
      cause: error,
    })
  }
}

/**
 * Loads the embedded prompts together with those of a library's own `prompts` folder, which need not exist. An own file replaces the
 * embedded one of the same name; any other adds to them.
 *
 * @throws EvencastError BAD_INPUT naming the file and the field that cannot be used, UNAVAILABLE when a folder cannot be read.
 */
export async function loadPrompts(embeddedFolder: string, ownFolder?: string): Promise<PromptLibrary> {
  const texts = new Map<string, string>()
  const read = async (folder: string): Promise<number> => {
    const names = await filesIn(folder)
    for (const name of names) texts.set(name, await textOf(join(folder, name)))
    return names.length
  }
  await read(embeddedFolder)
  const own = ownFolder === undefined ? 0 : await read(ownFolder)
  if (texts.size === 0)
    throw new EvencastError('NOT_FOUND', `There are no prompts in ${embeddedFolder}; reinstall Evencast.`)
  const library = once(() => promptLibrary(parseAll(texts)))
  // Only own prompts are checked right away: the embedded ones are valid, and few commands need them.
  if (own > 0) library()
  return {
    get all() {
      return library().all
    },
    find: (id) => library().find(id),
  }
}

/** Parses the prompts of these files, by file name. */
function parseAll(texts: ReadonlyMap<string, string>): readonly Prompt[] {
  const fileOfId = new Map<string, string>()
  const all: Prompt[] = []
  for (const [name, text] of texts) {
    for (const prompt of parsePrompts(text, name)) {
      const other = fileOfId.get(prompt.id)
      if (other !== undefined) throw bad(name, `its id "${prompt.id}" is taken in ${other} already`)
      fileOfId.set(prompt.id, name)
      all.push(prompt)
    }
  }
  return all
}
