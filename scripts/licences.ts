/**
 * `npm run licences`: writes the licences of all parts of a package to `out/licences.txt`, which About shows, and the list of parts in
 * CycloneDX format to `dist/sbom.cdx.json`. Exits with 1 when a part declares no licence.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ROOT } from './build.ts'

const DIST = join(ROOT, 'dist')
const OUT = join(ROOT, 'out')
/** Texts of licences that packages declare but do not include. */
const LICENCES = join(ROOT, 'resources/licences')
const LICENCE_FILE = /^(licen[cs]e|copying|notice|third[-_]party)/i

const Part = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional().catch(undefined),
  path: z.string(),
})
type Part = z.infer<typeof Part>

const Component = z.looseObject({ 'bom-ref': z.string() })
const Bill = z.looseObject({
  metadata: z.looseObject({ component: Component }),
  components: z.array(Component),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).default([]) })),
})

const npm = (...args: readonly string[]): string =>
  execFileSync('npm', [...args], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    shell: process.platform === 'win32',
  })

const query = (selector: string): readonly Part[] => z.array(Part).parse(JSON.parse(npm('query', selector)))

/** Returns the packages that the interface imports. They are bundled, so npm counts them as dev dependencies. */
function importedByInterface(): readonly string[] {
  const folder = join(ROOT, 'src/renderer/src')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(tsx?|css)$/.test(path))
  const specifiers = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/(?:from|import) '([^.'][^']*)'/g)].map(
      ([, name]) => name ?? '',
    ),
  )
  return [...new Set(specifiers.map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name))]
}

/** The notice about sources that the LGPL requires in addition to its text. */
const SOURCES = [
  [
    '@img/sharp-libvips',
    'libvips and the libraries in it are used unchanged, as shared libraries that can be replaced; their sources: https://github.com/lovell/sharp-libvips',
  ],
  [
    'libheif-js',
    'libheif and libde265 are used unchanged, as a WebAssembly module of its own that can be replaced; their sources: https://github.com/catdad-experiments/libheif-emscripten',
  ],
] as const

function textOf({ name, version, license, path }: Part): string {
  const files = readdirSync(path).filter((file) => LICENCE_FILE.test(file))
  const texts = files.map((file) => readFileSync(join(path, file), 'utf8').trim())
  const source = SOURCES.filter(([prefix]) => name.startsWith(prefix)).map(([, sentence]) => sentence)
  // The packages declare their licence without its text; the LGPL builds upon the GPL.
  const held = name.startsWith('@img/sharp-libvips')
    ? ['LGPL-3.0', 'GPL-3.0'].map((id) => readFileSync(join(LICENCES, `${id}.txt`), 'utf8').trim())
    : []
  return [`${name} ${version} (${license})`, ...source, ...texts, ...held].join('\n\n')
}

const bundled = importedByInterface()
const parts = [...query('.prod'), ...query(bundled.map((name) => `#${name}, #${name} *`).join(', '))].filter(
  ({ path }) => path !== ROOT.replace(/\/$/, ''),
)
const byId = new Map(parts.map((part) => [`${part.name}@${part.version}`, part]))
const sorted = [...byId.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))

for (const folder of [DIST, OUT]) mkdirSync(folder, { recursive: true })
const rule = `\n\n${'-'.repeat(78)}\n\n`
writeFileSync(
  join(OUT, 'licences.txt'),
  [readFileSync(join(ROOT, 'LICENSE'), 'utf8').trim(), ...sorted.map(textOf)].join(rule),
)
// npm lists everything installed. Packages needed only for development are left out unless the interface bundles them.
const bill = Bill.parse(JSON.parse(npm('sbom', '--sbom-format=cyclonedx')))
const components = bill.components.filter((part) => byId.has(part['bom-ref']))
const refs = new Set([bill.metadata.component['bom-ref'], ...components.map((part) => part['bom-ref'])])
const dependencies = bill.dependencies
  .filter(({ ref }) => refs.has(ref))
  .map((each) => ({ ...each, dependsOn: each.dependsOn.filter((ref) => refs.has(ref)) }))
writeFileSync(join(DIST, 'sbom.cdx.json'), `${JSON.stringify({ ...bill, components, dependencies }, null, 2)}\n`)

const unknown = sorted.filter(({ license }) => license === undefined)
console.log(`${sorted.length} parts, ${unknown.length} without a licence`)
for (const { name, version } of unknown) console.error(`${name} ${version} names no licence`)
if (unknown.length > 0) process.exitCode = 1
