/** Before the package is packed, for npm or for a desktop: the build, the licences of what is in it, and the manual page. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt, ROOT } from './build.ts'

ensureBuilt()
await import('./licences.ts')
const program = join(ROOT, 'bin/evencast.mjs')
writeFileSync(join(ROOT, 'out/evencast.1'), execFileSync(process.execPath, [program, 'manual']))
