import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { importsOf } from '../../support/imports.ts'

const WINDOW = join(import.meta.dirname, '../../../src/renderer/src')

/** The folders of the window, lowest first: each imports only from folders above it in this list. */
const ORDER = [
  'base/strings',
  'base/ui',
  'base/host',
  'model/window',
  'model/library',
  'model/images',
  'model/surface',
  'model/work',
  'model/search',
  'model/tour',
  'model/shown',
  'model/edits',
  'model/compare',
  'model/crop',
  'model/culling',
  'model/jump',
  'model/all-actors',
  'model/session',
  'model/commands',
  'grid',
  'views/stage',
  'views/vision',
  'views/plan',
  'views/settings',
  'views/library',
  'views/prepare',
  'views/sync',
  'views/workers',
  'views/tour',
  'views/runs',
  'views/history',
  'views/compare',
  'views/culling',
  'views/crop',
  'views/all-actors',
  'views/question',
  'views/start',
  'views/lightbox',
  'views/sidebar',
  'views/search',
  'views/actor',
  'shell',
  'main.tsx',
] as const

/** Shared views. Other views may import only these. */
const SHARED_VIEWS = ['views/stage', 'views/vision', 'views/plan', 'views/search']

const files = readdirSync(WINDOW, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.tsx?$/.test(path))

const folderOf = (path: string): string =>
  /^(?:base|model|views)\//.test(path) ? path.split('/').slice(0, 2).join('/') : (path.split('/')[0] ?? path)

const rank = (path: string): number => ORDER.findIndex((folder) => folder === folderOf(path))

/** Pairs of a file and its import, both in the window. */
const imports = files.flatMap((path) =>
  importsOf(readFileSync(join(WINDOW, path), 'utf8'))
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier }) => ({
      path,
      target: relative(WINDOW, resolve(WINDOW, dirname(path), specifier)).replaceAll('\\', '/'),
    }))
    .filter(({ target }) => files.includes(target)),
)

test('every folder of the window has a place in the order, and no place is empty', () => {
  expect(imports.length).toBeGreaterThan(500)
  expect([...new Set(files.map(folderOf))].toSorted()).toEqual([...ORDER].toSorted())
})

test('a folder of the window imports only from folders below it', () => {
  const wrong = imports.filter(({ path, target }) => folderOf(path) !== folderOf(target) && rank(path) <= rank(target))
  expect(wrong).toEqual([])
})

test('a feature view knows no other one, but for those that are parts of several', () => {
  const wrong = imports.filter(
    ({ path, target }) =>
      path.startsWith('views/') &&
      target.startsWith('views/') &&
      folderOf(path) !== folderOf(target) &&
      !SHARED_VIEWS.includes(folderOf(target)),
  )
  expect(wrong).toEqual([])
})

test('the model holds no component and no hook of a component', () => {
  const wrong = files.filter((path) => path.startsWith('model/') && (path.endsWith('.tsx') || /\/use-/.test(path)))
  expect(wrong).toEqual([])
})

test('no files of the window import each other in a ring', () => {
  const targets = Map.groupBy(imports, ({ path }) => path)
  const done = new Set<string>()
  const rings: string[] = []
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) rings.push([...way.slice(way.indexOf(path)), path].join(' → '))
    if (way.includes(path) || done.has(path)) return
    for (const { target } of targets.get(path) ?? []) visit(target, [...way, path])
    done.add(path)
  }
  for (const path of files) visit(path, [])
  expect(rings).toEqual([])
})

/** A variable, or a collection that starts empty. */
const STATE =
  /^(?:export )?(?:let |const \w+(?:: (?:(?:Map|Set)<.+>|(?!readonly ).+\[\]))? = (?:new (?:Map|Set)(?:<.+>)?\(\)|\[\])$)/m

test('no module of the window keeps state of its own: stores do', () => {
  expect(STATE.test('let turn = 0')).toBe(true)
  expect(STATE.test('const known = new Map<string, Promise<void>>()')).toBe(true)
  expect(files.filter((path) => STATE.test(readFileSync(join(WINDOW, path), 'utf8')))).toEqual([])
})

test('the window ships no schema: the parser compiles code, which the policy of the page refuses', () => {
  const SRC = join(WINDOW, '../..')
  const reached = new Map<string, string>()
  const visit = (file: string, from: string): void => {
    if (reached.has(file) || !/\.tsx?$/.test(file)) return
    reached.set(file, from)
    for (const { specifier, typeOnly } of importsOf(readFileSync(file, 'utf8'))) {
      if (typeOnly) continue
      if (specifier.startsWith('.')) visit(resolve(dirname(file), specifier), file)
      else if (specifier === 'zod') reached.set(specifier, relative(SRC, file))
    }
  }
  visit(join(WINDOW, 'main.tsx'), '')
  expect(reached.size).toBeGreaterThan(300)
  expect(reached.get('zod')).toBeUndefined()
})
