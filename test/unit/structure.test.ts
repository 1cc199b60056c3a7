import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { builtImportsOf, importsOf } from '../support/imports.ts'

const ROOT = join(import.meta.dirname, '../..')
const MAX_LINES = 400

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
]

const RULES = ['domain', 'kit']

/** The layers of the main process, from `src/main/`; what a layer may import, besides itself and packages. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kit: [],
  domain: ['kit'],
  contract: RULES,
  ...Object.fromEntries(FEATURES.map((feature) => [feature, [...RULES, 'contract']])),
  operations: [...RULES, 'contract', ...FEATURES],
  worker: [...RULES, 'contract', ...FEATURES],
  app: [...RULES, 'contract', 'operations', 'worker', ...FEATURES],
  router: [...RULES, 'contract', 'app', 'operations'],
  // The headers that every answer carries are media's.
  hosts: [...RULES, 'contract', 'app', 'router', 'operations', 'media'],
}

/** "main/library/open.ts" lies in layer "library", "main/app.ts" in "app". */
const layerOf = (path: string): string | undefined => /^main\/([^/.]+)/.exec(path)?.[1]

/** Pairs of a file and what it imports, both from `src/`. */
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
      // The window and its preload know the contract's types, and a few rules as code, and no other part of the main process.
      return to !== undefined && to !== 'contract' && to !== 'domain'
    }
    if (to === undefined) return !/^\.\.\/(resources|package\.json)/.test(target)
    return from !== to && !(MAY_IMPORT[from] ?? []).includes(to)
  })
  expect(wrong).toEqual([])
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

test('only the desktop host and the preload know Electron', () => {
  const wrong = sources
    .filter(({ path }) => !/^(main\/hosts\/electron|preload)\//.test(path))
    .filter(({ imports }) =>
      imports.some(({ specifier }) => specifier === 'electron' || specifier.startsWith('electron/')),
    )
  expect(wrong.map(({ path }) => path)).toEqual([])
})

test(`no file is longer than ${MAX_LINES} lines`, () => {
  const long = sources.filter(({ text }) => text.split('\n').length - 1 > MAX_LINES)
  expect(long.map(({ path }) => path)).toEqual([])
})

/** Every built file reachable from an entry, and the packages they import. */
function closureOf(entry: string): { readonly files: readonly string[]; readonly packages: ReadonlySet<string> } {
  const files = new Set<string>()
  const packages = new Set<string>()
  const visit = (file: string): void => {
    if (files.has(file)) return
    files.add(file)
    for (const specifier of builtImportsOf(file)) {
      if (!specifier.startsWith('.')) packages.add(specifier)
      else if (existsSync(resolve(dirname(file), specifier))) visit(resolve(dirname(file), specifier))
    }
  }
  visit(entry)
  return { files: [...files], packages }
}

// `npm test` builds first; a run of this file alone needs `npm run build` before it.
test.each(['cli', 'worker'])('the built %s never reaches Electron', (name) => {
  const { packages } = closureOf(join(ROOT, `out/main/${name}.js`))
  expect(packages.size).toBeGreaterThan(1)
  expect([...packages].filter((specifier) => specifier.startsWith('electron'))).toEqual([])
})

test('the built desktop entry does reach Electron: the check above sees what it looks for', () => {
  expect(closureOf(join(ROOT, 'out/main/index.js')).packages).toContain('electron')
})

test('the built preload is one CommonJS file that requires Electron and nothing else', () => {
  expect(readdirSync(join(ROOT, 'out/preload')).filter((file) => !file.endsWith('.map'))).toEqual(['index.cjs'])
  const code = readFileSync(join(ROOT, 'out/preload/index.cjs'), 'utf8')
  expect([...code.matchAll(/\brequire\(["']([^"']+)["']\)/g)].map(([, name]) => name)).toEqual(['electron'])
  expect(code).not.toMatch(/^\s*(import|export)\s/m)
})
