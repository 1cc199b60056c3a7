import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { importsOf } from '../support/imports.ts'
import { ringsOf } from '../support/rings.ts'

const ROOT = join(import.meta.dirname, '../..')
const MAX_LINES = 300

const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => {
    const text = readFileSync(join(ROOT, 'src', path), 'utf8')
    return { path: path.replaceAll('\\', '/'), text, imports: importsOf(text) }
  })

const FEATURES = [
  'library',
  'evaluation',
  'generation',
  'storage',
  'runs',
  'history',
  'catalog',
  'media',
  'settings',
  'sample',
  'report',
  'training',
  'captioning',
  'pretrained',
]

const RULES = ['domain', 'kit']

/** The layers of the main process below `src/main/`, with what each may import besides itself and packages. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kit: [],
  domain: ['kit'],
  contract: RULES,
  ...Object.fromEntries(FEATURES.map((feature) => [feature, [...RULES, 'contract']])),
  operations: [...RULES, 'contract', ...FEATURES],
  worker: [...RULES, 'contract', ...FEATURES],
  decoder: [...RULES, 'contract', ...FEATURES],
  app: [...RULES, 'contract', 'operations', 'worker', 'decoder', ...FEATURES],
  router: [...RULES, 'contract', 'app', 'operations', 'fleet'],
  fleet: [...RULES, 'contract', 'app', 'storage', 'generation', 'library', 'runs'],
  // The headers of every answer are defined in media.
  hosts: [...RULES, 'contract', 'app', 'router', 'operations', 'media', 'runs', 'fleet'],
}

/** The folders of operations, lowest first: each imports only from levels before its own. */
const OPERATIONS = [
  ['context'],
  ['index'],
  ['sync', 'vision'],
  ['assess', 'captions', 'snapshot'],
  ['plan', 'batch'],
  ['run', 'verify', 'view', 'export'],
  ['follow'],
  ['edit'],
] as const

/** "main/library/open.ts" is in layer "library", "main/app.ts" in "app". */
const layerOf = (path: string): string | undefined => /^main\/([^/.]+)/.exec(path)?.[1]

/** Pairs of a file and its import, both relative to `src/`. */
const ownImports = sources.flatMap(({ path, imports }) =>
  imports
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier }) => ({
      path,
      target: relative(join(ROOT, 'src'), resolve(ROOT, 'src', dirname(path), specifier)).replaceAll('\\', '/'),
    })),
)

test('there is something to check', () => {
  expect(sources.length).toBeGreaterThan(100)
  expect(ownImports.length).toBeGreaterThan(200)
})

test('every folder of the main process has a place in the order of layers', () => {
  const layers = new Set(sources.flatMap(({ path }) => layerOf(path) ?? []))
  expect([...layers].filter((layer) => !(layer in MAY_IMPORT))).toEqual([])
})

test('dependencies point inward', () => {
  const wrong = ownImports.filter(({ path, target }) => {
    const from = layerOf(path)
    const to = layerOf(target)
    if (from === undefined) {
      // The window and its preload may import the contract and the domain's rules, and nothing else of the main process.
      return to !== undefined && to !== 'contract' && to !== 'domain'
    }
    if (to === undefined) return !/^\.\.\/(resources|package\.json)/.test(target)
    return from !== to && !(MAY_IMPORT[from] ?? []).includes(to)
  })
  expect(wrong).toEqual([])
})

const levelOf = (path: string): number | undefined => {
  const folder = /^main\/operations\/([^/]+)\//.exec(path)?.[1]
  return folder === undefined ? undefined : OPERATIONS.findIndex((level) => level.some((name) => name === folder))
}

test('every operation lies in a folder that has its level', () => {
  const operations = sources.filter(({ path }) => path.startsWith('main/operations/'))
  expect(operations.filter(({ path }) => (levelOf(path) ?? -1) < 0).map(({ path }) => path)).toEqual([])
})

test('operations depend downward', () => {
  const folder = (path: string) => dirname(path)
  const wrong = ownImports.filter(({ path, target }) => {
    const [from, to] = [levelOf(path), levelOf(target)]
    return from !== undefined && to !== undefined && from <= to && folder(path) !== folder(target)
  })
  expect(wrong).toEqual([])
})

/** Returns the dependencies between the rooms that `roomOf` assigns to files. */
function graphOf(roomOf: (path: string) => string): ReadonlyMap<string, ReadonlySet<string>> {
  const edges = new Map<string, Set<string>>()
  for (const { path, target } of ownImports) {
    const [from, to] = [roomOf(path), roomOf(target)]
    if (from !== to) edges.set(from, (edges.get(from) ?? new Set()).add(to))
  }
  return edges
}

/**
 * Returns a file's folder in the main process or the window, one level deeper where folders are ordered; a file beside them is its own
 * room.
 */
const roomOf = (path: string): string =>
  /^(?:main\/operations|renderer\/src\/(?:base|model|views))\/[^/]+(?=\/)|^main\/[^/]+(?=\/)|^renderer\/src\/[^/]+(?=\/)/.exec(
    path,
  )?.[0] ?? path

test('no files import each other in a ring, not even their types', () => {
  expect(ringsOf(graphOf((path) => path))).toEqual([])
})

test('no folders import each other in a ring', () => {
  expect(ringsOf(graphOf(roomOf))).toEqual([])
})

test('the search for rings finds them', () => {
  const edges = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['c', 'd'])],
    ['c', new Set(['a'])],
    ['d', new Set(['e'])],
  ])
  expect(ringsOf(edges)).toEqual([['a', 'b', 'c']])
})

test('rules and contract are pure: they import no Node module and no package but zod and the contract builder', () => {
  const allowed = new Set(['zod', '@orpc/contract'])
  const wrong = sources
    .filter(({ path }) => /^main\/(domain|contract)\//.test(path))
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier }) => !specifier.startsWith('.') && !allowed.has(specifier))
        .map(({ specifier }) => `${path}: ${specifier}`),
    )
  expect(wrong).toEqual([])
})

/** Files that may name a vendor of evaluators or generators: where one is built, set up or documented. All others use interfaces. */
const MAY_NAME_VENDORS =
  /^main\/(?:evaluation\/openai|app\/|contract\/(?:settings|secrets)|settings\/|hosts\/)|^renderer\//

test('operations and the rest of the core know evaluators by their interface', () => {
  const wrong = sources.filter(({ path, text }) => !MAY_NAME_VENDORS.test(path) && /openai/i.test(text))
  expect(wrong.map(({ path }) => path)).toEqual([])
})

test('only the desktop host and the preload know Electron', () => {
  const wrong = sources
    .filter(({ path }) => !/^(main\/hosts\/electron|preload)\//.test(path))
    .filter(({ imports }) =>
      imports.some(({ specifier }) => specifier === 'electron' || specifier.startsWith('electron/')),
    )
  expect(wrong.map(({ path }) => path)).toEqual([])
})

test('PostgreSQL is loaded by the fleet alone, and the fleet when one of its commands or procedures runs', () => {
  const loads = sources
    .filter(({ path }) => path.startsWith('main/'))
    .flatMap(({ path, text }) => {
      const inFleet = path.startsWith('main/fleet/')
      // Type imports are erased.
      const code = text.replaceAll(/^import type .*$/gm, '')
      const packages = inFleet ? /^import .*'(?:pg|pg-boss)'/gm : /'(?:pg|pg-boss)'/g
      const fleet = inFleet ? [] : [...code.matchAll(/(?<!await import\()'(?:\.\.?\/)+fleet\/[^']+'/g)]
      return [...code.matchAll(packages), ...fleet].map(([found]) => `${path}: ${found}`)
    })
  expect(loads).toEqual([])
})

test(`no file is longer than ${MAX_LINES} lines`, () => {
  const long = sources.filter(({ text }) => text.split('\n').length - 1 > MAX_LINES)
  expect(long.map(({ path }) => path)).toEqual([])
})

/** Returns the files that the app's own process loads, by the imports that remain at run time. */
function reachableFrom(...entries: readonly string[]): ReadonlySet<string> {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const reached = new Set<string>()
  const waiting = [...entries]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue
    reached.add(path)
    const from = dirname(path)
    for (const { specifier, typeOnly } of byPath.get(path)?.imports ?? [])
      if (!typeOnly && specifier.startsWith('.')) waiting.push(join(from, specifier).replaceAll('\\', '/'))
  }
  return reached
}

/** `app.ts` sets the number of threads, sheets are composed from pixels, and the rest shrinks our own thumbnails. */
const MAY_HAVE_A_DECODER = [
  'main/evaluation/contact-sheet.ts',
  'main/kit/picture/as-known.ts',
  'main/kit/picture/decode-bmp.ts',
  'main/kit/picture/decode-heic.ts',
  'main/kit/picture/reshape.ts',
  'main/media/draw-thumbnail.ts',
]

test("the app's own process decodes no picture: that is left to processes that may end", () => {
  const hosts = sources.filter(({ path }) => path.startsWith('main/hosts/')).map(({ path }) => path)
  const reached = reachableFrom('main/app.ts', 'main/router.ts', ...hosts)
  const decoding = sources.filter(
    ({ path, imports }) =>
      reached.has(path) &&
      imports.some(({ specifier, typeOnly }) => !typeOnly && /^(?:sharp|libheif-js|bmp-ts)/.test(specifier)),
  )
  expect(decoding.map(({ path }) => path).toSorted()).toEqual(MAY_HAVE_A_DECODER)
})

test('no unit test replaces a module: the files that follow it in its process share it', () => {
  const replacing = readdirSync(join(ROOT, 'test/unit'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .filter((path) => /\bvi\.(?:mock|doMock|resetModules)\(/.test(readFileSync(join(ROOT, 'test/unit', path), 'utf8')))
  expect(replacing, 'hand the double in, or spy and restore').toEqual([])
})
