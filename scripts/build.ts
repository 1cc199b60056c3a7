import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..')

/** Inputs of a build, and a file that proves that one exists. */
const SOURCES = ['src', 'electron.vite.config.ts', 'package.json'].map((path) => join(ROOT, path))
const RESULTS = ['main/index.js', 'main/cli.js', 'main/worker.js', 'preload/index.cjs', 'renderer/index.html'].map(
  (path) => join(ROOT, 'out', path),
)

const changedMs = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

function newestMs(path: string): number {
  const entries = statSync(path).isDirectory() ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : []
  return Math.max(changedMs(path), ...entries.map((entry) => changedMs(join(path, entry))))
}

export const isBuilt = (): boolean => Math.min(...RESULTS.map(changedMs)) > Math.max(...SOURCES.map(newestMs))

/** Builds into `out/` and returns true on success. The output is shown only on failure. */
export function build(): boolean {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'],
    { cwd: ROOT, encoding: 'utf8' },
  )
  if (status !== 0) console.error(stdout + stderr)
  return status === 0
}

/** Builds when `out/` is missing or older than the sources. Throws when the build fails. */
export function ensureBuilt(): void {
  if (isBuilt()) return
  console.log('Building …')
  if (!build()) throw new Error('The build failed; its output is above.')
}
