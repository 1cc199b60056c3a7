import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { builtImportsOf } from '../support/imports.ts'

// Checks of the build's output. Run `npm run build` before this file alone; `npm test` builds first.

const ROOT = join(import.meta.dirname, '../..')

/** Returns every built file reachable from an entry, and the packages they import; `atOnce` follows only the imports loaded at start. */
function closureOf(
  entry: string,
  { atOnce = false } = {},
): { readonly files: readonly string[]; readonly packages: ReadonlySet<string> } {
  const files = new Set<string>()
  const packages = new Set<string>()
  const visit = (file: string): void => {
    if (files.has(file)) return
    files.add(file)
    for (const specifier of builtImportsOf(file, { atOnce })) {
      if (!specifier.startsWith('.')) packages.add(specifier)
      // Bundled packages contain text that only looks like an import.
      else if (statSync(resolve(dirname(file), specifier), { throwIfNoEntry: false })?.isFile())
        visit(resolve(dirname(file), specifier))
    }
  }
  visit(entry)
  return { files: [...files], packages }
}

test.each(['cli', 'worker'])('the built %s never reaches Electron', (name) => {
  const { packages } = closureOf(join(ROOT, `out/main/${name}.js`))
  expect(packages.size).toBeGreaterThan(1)
  expect([...packages].filter((specifier) => specifier.startsWith('electron'))).toEqual([])
})

test('the built desktop entry does reach Electron: the check above sees what it looks for', () => {
  expect(closureOf(join(ROOT, 'out/main/index.js')).packages).toContain('electron')
})

/** Packages that are loaded on first use. Bundled SDKs and clients are covered by the limit on size. */
const LATER =
  'sharp piscina pino onnxruntime-node libheif-js pg pg-boss @aws-sdk/client-s3 yaml smol-toml electron-updater'

test.each([
  ['index', 150],
  ['cli', 1700],
])('the start of the built %s loads at most %d kB, and no package that it may not need', (name, mostKb) => {
  const { files, packages } = closureOf(join(ROOT, `out/main/${name}.js`), { atOnce: true })
  expect(files.reduce((bytes, file) => bytes + statSync(file).size, 0) / 1000).toBeLessThan(mostKb)
  expect(LATER.split(' ').filter((each) => packages.has(each))).toEqual([])
})

test('the built preload is one CommonJS file that requires Electron and nothing else', () => {
  expect(readdirSync(join(ROOT, 'out/preload')).filter((file) => !file.endsWith('.map'))).toEqual(['index.cjs'])
  const code = readFileSync(join(ROOT, 'out/preload/index.cjs'), 'utf8')
  expect([...code.matchAll(/\brequire\(["']([^"']+)["']\)/g)].map(([, name]) => name)).toEqual(['electron'])
  expect(code).not.toMatch(/^\s*(import|export)\s/m)
})

test('what runs on the oldest Node holds no syntax that it cannot read', () => {
  const built = readdirSync(join(ROOT, 'out/main'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[cm]?js$/.test(file))
    .map((file) => ({ file, code: readFileSync(join(ROOT, 'out/main', file), 'utf8') }))
  expect(built.length).toBeGreaterThan(1)
  expect(
    built
      .filter(({ code }) => /(?:^|[;{}(])\s*(?:await\s+)?using\s+[\w$]+\s*(?:=|of\b)/m.test(code))
      .map(({ file }) => file),
  ).toEqual([])
})
