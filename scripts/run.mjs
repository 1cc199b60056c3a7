// Plain JavaScript that any Node understands: starts a TypeScript script of this folder on a Node that can run it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const [name, ...rest] = process.argv.slice(2)
const root = fileURLToPath(new URL('..', import.meta.url))
const ours = `${root}node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`
const [major, minor] = process.versions.node.split('.').map(Number)

if (!existsSync(`${root}node_modules/electron-vite`)) {
  console.error('The dependencies are missing: run "npm ci" first.')
  process.exitCode = 2
} else if (major > 22 || (major === 22 && minor >= 18)) {
  process.argv.splice(1, 2, fileURLToPath(new URL(`${name}.ts`, import.meta.url)))
  await import(`./${name}.ts`)
} else if (existsSync(ours)) {
  process.exitCode = spawnSync(ours, [process.argv[1], name, ...rest], { stdio: 'inherit' }).status ?? 1
} else {
  console.error(`This needs Node 22.18 or newer; this is Node ${process.versions.node}.`)
  process.exitCode = 2
}
