/** Prepares a package for npm or the desktop: the build, the licences of its parts, and the manual page. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt, ROOT } from './build.ts'

ensureBuilt()
await import('./licences.ts')
const program = join(ROOT, 'bin/evencast.mjs')
writeFileSync(join(ROOT, 'out/evencast.1'), execFileSync(process.execPath, [program, 'manual']))
