import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import packageJson from '../../package.json' with { type: 'json' }
import { ROOT } from '../support/app.ts'

const NEEDED = [
  'bin/evencast.mjs',
  'out/main/cli.js',
  'out/main/worker.js',
  'out/main/decoder.js',
  'out/renderer/index.html',
  'out/licences.txt',
  'out/evencast.1',
  'resources/prompts/photorealistic.json',
  'resources/evaluator/style.onnx',
  'LICENSE',
  'README.md',
]
const UNWANTED = /\.map$|^(src|test|scripts|docs|dist)\/|\.tsx?$|^out\/(preload|main\/index\.js)/
/** Limit for the tarball, without its dependencies. */
const LIMIT_MB = 12

/** Otherwise the neural runtime downloads unused CUDA libraries on Linux; the guide recommends the same flag. */
const SKIP_CUDA = '--onnxruntime-node-install=skip'

const PackedFiles = z
  .array(z.object({ filename: z.string(), size: z.number(), files: z.array(z.object({ path: z.string() })) }))
  .length(1)

const Lock = z.object({ packages: z.record(z.string(), z.object({ dev: z.boolean().default(false) })) })

const npm = (args: readonly string[], cwd = ROOT): string =>
  execFileSync('npm', [...args], { cwd, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] })

export interface Checked {
  readonly lines: readonly string[]
  readonly problems: readonly string[]
}

/** Packs the command line as npm does and checks the content; `install` also installs it into an empty prefix and runs it. */
export function checkNpmPackage(folder: string, { install }: { readonly install: boolean }): Checked {
  const [packed] = PackedFiles.parse(
    JSON.parse(npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder])),
  )
  if (!packed) throw new Error('npm pack made nothing.')
  const paths = packed.files.map(({ path }) => path)
  const mb = packed.size / 1e6
  const contents: Checked = {
    lines: [`npm package: ${paths.length} files, ${mb.toFixed(1)} MB of at most ${LIMIT_MB}`],
    problems: [
      ...NEEDED.filter((path) => !paths.includes(path)).map((path) => `the npm package lacks ${path}`),
      ...paths.filter((path) => UNWANTED.test(path)).map((path) => `the npm package holds ${path}`),
      ...(mb > LIMIT_MB ? [`the npm package has ${mb.toFixed(1)} MB`] : []),
    ],
  }
  if (!install) return contents
  const used = installed(folder, join(folder, packed.filename))
  return { lines: [...contents.lines, ...used.lines], problems: [...contents.problems, ...used.problems] }
}

function installed(folder: string, tarball: string): Checked {
  const prefix = join(folder, 'prefix')
  mkdirSync(prefix)
  npm(['install', '--global', '--no-audit', '--no-fund', SKIP_CUDA, '--prefix', prefix, tarball], folder)
  const home = join(prefix, 'lib/node_modules/evencast/node_modules')
  const names = readdirSync(home).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(home, name)).map((part) => `${name}/${part}`) : [name],
  )
  // Some dev dependencies are also needed by other packages. The lock file marks them, wherever npm puts them.
  const lock = Lock.parse(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')))
  const entries = Object.entries(lock.packages).map(([path, { dev }]) => ({
    name: path.split('node_modules/').at(-1),
    dev,
  }))
  const needed = new Set(entries.filter((entry) => !entry.dev).map(({ name }) => name))
  const known = new Set(entries.map(({ name }) => name))
  const dev = names.filter((name) => known.has(name) && !needed.has(name))
  const run = (...args: readonly string[]): string =>
    execFileSync(join(prefix, 'bin/evencast'), [...args], {
      encoding: 'utf8',
      env: { ...process.env, EVENCAST_CONFIG_DIR: join(folder, 'npm-config') },
    })
  const library = join(folder, 'npm-library')
  run('sample', library)
  const { actors } = z.object({ actors: z.array(z.unknown()) }).parse(JSON.parse(run('status', library, '--json')))
  run('plan', library, '--actor-id', 'juniper_robot')
  const version = run('--version').trim()
  return {
    lines: [
      `npm install --global: Evencast ${version} with ${names.length} packages, ${dev.length} of them for development; wrote the sample, counted ${actors.length} actors and planned one`,
    ],
    problems: [
      ...dev.map((name) => `npm install brings ${name}, which only development needs`),
      ...(version === packageJson.version ? [] : [`the installed program calls itself ${version}`]),
      ...(existsSync(join(prefix, 'share/man/man1/evencast.1')) ? [] : ['the manual page is not installed']),
    ],
  }
}
