import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const WINDOW = join(import.meta.dirname, '../../../../../src/renderer/src')
const PROPERTIES =
  /(?<![-\w])((?:row-|column-)?gap|(?:scroll-)?(?:padding|margin)(?:-[a-z-]+)?|border(?:-[a-z]+){0,2}-radius):\s*([^;}]+)/g

/** Returns lengths of spacing and radius that do not use a token, except hairlines, sums and limits. */
const rawLengths = (css: string): readonly string[] =>
  [...css.matchAll(PROPERTIES)]
    .map(([, name, value]) => `${name}: ${value?.replaceAll(/(?:calc|clamp|min|max)\((?:[^()]|\([^()]*\))*\)/g, '')}`)
    .filter((each) => /\d(?:px|rem|em)\b/.test(each.replaceAll(/(?<![\d.])-?1px/g, '')))

const sheets = readdirSync(WINDOW, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.css'))
  .map((path) => ({ path, css: readFileSync(join(WINDOW, path), 'utf8') }))

test('spacing and radius come from the tokens', () => {
  expect(rawLengths('a { padding: 1px 5px; gap: var(--space-1); margin: 0 calc(100% - 12px) }')).toEqual([
    'padding: 1px 5px',
  ])
  expect(sheets.length).toBeGreaterThan(20)
  expect(sheets.flatMap(({ path, css }) => rawLengths(css).map((each) => `${path}: ${each}`))).toEqual([])
})

test('every token that is used is set', () => {
  const set = new Set(sheets.flatMap(({ css }) => [...css.matchAll(/(--[\w-]+):/g)].map(([, name]) => name)))
  const used = sheets.flatMap(({ css }) => [...css.matchAll(/var\((--(?:space|r)-[\w-]+)\)/g)].map(([, name]) => name))
  expect(used.filter((name) => !set.has(name))).toEqual([])
})

/** Returns the properties other than colours that a stylesheet sets for one theme. */
const besidesColours = (css: string): readonly string[] =>
  [...css.matchAll(/\[data-theme[^{]*\{([^}]*)\}/g)]
    .flatMap(([, body]) => body!.split(';').map((declaration) => declaration.trim()))
    .filter((each) => each && !/^(?:color-scheme|mix-blend-mode):|^--[\w-]+: .*(?:#[\da-f]{3,6}|rgb\()/.test(each))

// Accessibility checks of the second theme cover only colours.
test('the themes differ in colours alone', () => {
  expect(besidesColours(":root[data-theme='light'] a,\nb {\n  --bg: #fff;\n  display: none;\n}")).toEqual([
    'display: none',
  ])
  expect(sheets.flatMap(({ path, css }) => besidesColours(css).map((each) => `${path}: ${each}`))).toEqual([])
  expect(sheets.filter(({ css }) => css.includes('prefers-color-scheme'))).toEqual([])
})

/** Returns the classes that a stylesheet sets globally: `.name {` or `.name,` at the start of a line. */
const classesOf = (css: string): readonly string[] => [
  ...new Set([...css.matchAll(/^\.([a-z][a-z0-9-]*)\s*[,{]/gm)].map(([, name]) => name!)),
]

test('a class belongs to one stylesheet: what one view sets does not reach another', () => {
  expect(classesOf('.a {\n}\n.b,\n.c .d {\n}\n.a {\n}')).toEqual(['a', 'b'])
  const owners = Map.groupBy(
    sheets.flatMap(({ path, css }) => classesOf(css).map((name) => ({ name, path }))),
    ({ name }) => name,
  )
  const shared = [...owners].filter(([, sheets]) => sheets.length > 1)
  expect(shared.map(([name, sheets]) => `${name}: ${sheets.map(({ path }) => path).join(' ')}`)).toEqual([])
})
