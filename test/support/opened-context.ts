import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { createContext } from '../../src/main/app/create-context.ts'
import type { Services } from '../../src/main/app/services.ts'
import { openDatabase } from '../../src/main/catalog/database.ts'
import { CATALOG_SCHEMA } from '../../src/main/catalog/schema.ts'
import type { Event } from '../../src/main/contract/event.ts'
import { Settings } from '../../src/main/contract/settings.ts'
import type { Measured } from '../../src/main/domain/measures.ts'
import { judgeMany } from '../../src/main/evaluation/judge-many.ts'
import type { Generator } from '../../src/main/generation/generator.ts'
import { loadPrompts } from '../../src/main/generation/prompts/library.ts'
import { HISTORY_SCHEMA } from '../../src/main/history/schema.ts'
import { exchangeFiles, stampsOf } from '../../src/main/library/captions/exchange-files.ts'
import { replaceFiles } from '../../src/main/library/replace-files.ts'
import { READ_HERE } from '../../src/main/app/machine.ts'
import { createHistoryJournal } from '../../src/main/history/journal.ts'
import { RUNS_SCHEMA } from '../../src/main/runs/schema.ts'
import { createJoinedFleet } from '../../src/main/operations/context/joined-fleet.ts'
import { createJournal } from '../../src/main/runs/journal.ts'
import { measuresOf } from '../unit/domain/measures-of.ts'
import { tempLibrary } from '../unit/library/temp-library.ts'

/** Returns the measures of a "picture", which is a line of text with a kind and a number in place of pixels. */
function measuredFrom(text: string): Measured {
  const [kind = '', n] = text.trim().split(' ')
  const seed = Number(n)
  switch (kind) {
    case 'photo':
      return measuresOf(seed, { drawn: 0.01 })
    case 'colour':
      return measuresOf(seed, { drawn: 0.99 })
    case 'bw':
      return measuresOf(seed, { drawn: 0.99, monochrome: true })
    case 'doubtful':
      return measuresOf(seed, { drawn: 0.6 })
    case 'alike':
      return measuresOf(seed, { drawn: 0.6, signature: measuresOf(0).signature })
    case 'small':
      return measuresOf(seed, { drawn: 0.01, width: 100, height: 100 })
    default:
      return { unreadable: 'The file is damaged.' }
  }
}

const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

const evaluator: Services['evaluator'] = {
  id: 'local@test',
  async measure(file) {
    const bytes = await readFile(file)
    return { sha256: sha256Of(bytes), bytes: bytes.length, measured: measuredFrom(bytes.toString()) }
  },
  measureMany: (files) => Promise.all(files.map((file) => evaluator.measure(file))),
  digests: (files) => Promise.all(files.map(async (file) => sha256Of(await readFile(file)))),
  judgeMany: async (images) => judgeMany(images),
  alike: () => false,
  inspect: () => Promise.reject(new Error('not asked in these tests')),
  judge: () => Promise.reject(new Error('not asked in these tests')),
}

/** Creates a generator that generates any request at its own price. */
export const memoryGenerator = (usd = 0.04, model = 'model-1'): Generator => ({
  name: 'memory',
  model,
  priceUsd: () => usd,
  secondsPerImage: 1,
  lacks: () => null,
  obstacle: () => null,
  generate: () => Promise.reject(new Error('not asked in these tests')),
})

const PROMPTS = new URL('../../resources/prompts', import.meta.url).pathname

/**
 * Creates the context of an opened library whose folder is on disk and whose catalog, evaluator and generator are in memory. `files` are
 * keyed by path from the root; a picture's content is a kind and a number, "photo 1".
 */
export async function openedContext(
  files: Readonly<Record<string, string>>,
  {
    settings = {},
    generator = memoryGenerator(),
    vision = null,
  }: {
    readonly settings?: object
    readonly generator?: Generator
    readonly vision?: ReturnType<Services['vision']>
  } = {},
) {
  const { root, layout } = await tempLibrary(files)
  const db = openDatabase(':memory:', [
    CATALOG_SCHEMA,
    { name: 'runs', steps: RUNS_SCHEMA },
    { name: 'history', steps: HISTORY_SCHEMA },
  ])
  onTestFinished(() => void db.close())
  const events: Event[] = []
  let given = Settings.parse(settings)
  let making = generator
  let seconds = 0
  const services = {
    evaluator,
    vision: () => vision,
    visionAs: () => vision,
    generator: () => making,
    generatorNamed: () => making,
    generatorAs: () => making,
    generatorOf: () => making,
    store: () => null,
  }
  const nothing = { model: () => null, see: async () => [], meaningOf: async () => null, kinds: async () => null }
  const context = createContext(
    layout,
    {
      // Services that are not given are never called.
      services: services as never,
      seeing: nothing,
      files: { ...READ_HERE, replaceFiles, exchangeFiles, stampsOf },
      settings: () => given,
      emit: (event) => events.push(event),
      log: pino({ level: 'silent' }),
      // Each reading of the clock advances it by a second.
      now: () => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds++)),
    },
    { db, prompts: await loadPrompts(PROMPTS), fleet: createJoinedFleet(), damaged: null },
  )
  return {
    root,
    context,
    db,
    events,
    journal: createJournal(db),
    historyJournal: createHistoryJournal(db),
    idOf: (filename: string, actorId = 'bo') => String(context.catalog.images.byName(actorId, filename)?.id),
    set: (next: object) => void (given = Settings.parse(next)),
    generateWith: (next: Generator) => void (making = next),
  }
}

/** Returns the files of a library with one actor, bo, and these pictures, keyed by name without extension. */
export const pictures = (contents: readonly string[]): Readonly<Record<string, string>> => ({
  'actors/bo/base_image/bo_base.png': 'photo 99',
  ...Object.fromEntries(contents.map((content, n) => [`actors/bo/training_data/bo_${n + 1}.jpg`, content])),
})
