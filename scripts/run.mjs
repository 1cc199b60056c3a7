// Plain JavaScript for any Node: starts a TypeScript script of this folder on a Node that can run it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const [name, ...rest] = process.argv.slice(2)
const root = fileURLToPath(new URL('..', import.meta.url))
const ours = `${root}node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`
const [major, minor] = process.versions.node.split('.').map(Number)

// On SIGTERM npm ends only the shell between itself and this script, which therefore watches for a new parent process.
if (name === 'start' && process.env.npm_lifecycle_event) {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  watch.unref()
}

if (!existsSync(`${root}node_modules/electron-vite`)) {
  console.error('The dependencies are missing: run "npm ci" first.')
  process.exitCode = 2
} else if (major > 22 || (major === 22 && minor >= 18)) {
  process.argv.splice(1, 2, fileURLToPath(new URL(`${name}.ts`, import.meta.url)))
  await import(`./${name}.ts`)
} else if (existsSync(ours)) {
  const child = spawn(ours, [process.argv[1], name, ...rest], { stdio: 'inherit' })
  // Signals are passed on to the child, so that no server stays behind. On a terminal, Ctrl+C reaches both by itself.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  const [code, signal] = await once(child, 'exit')
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143)
} else {
  console.error(`This needs Node 22.18 or newer; this is Node ${process.versions.node}.`)
  process.exitCode = 2
}
