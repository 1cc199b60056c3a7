#!/usr/bin/env node
// Plain JavaScript that any Node understands: it has to run where the program itself cannot.
import { existsSync } from 'node:fs'
import module from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

const program = new URL('../out/main/cli.js', import.meta.url)

// The SQLite addon needs N-API 10; an older Node would crash on it without a word.
if (!(Number(process.versions.napi) >= 10)) {
  console.error(`Evencast needs Node 22.14 or newer; this is Node ${process.versions.node}.`)
  process.exitCode = 2
} else if (!existsSync(program)) {
  console.error('Evencast is not built yet: run "npm run build" in its folder first.')
  process.exitCode = 2
} else {
  // Compiled code is kept between runs, in a folder of the user's own: starting takes about half as long. Where it cannot be, nothing is lost.
  module.enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'evencast', 'compiled'))
  await import(program.href)
}
