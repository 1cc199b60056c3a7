/** `npm run package:check`: packs the app, opens the package, and walks through what is in it. */
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt, ROOT } from '../../scripts/build.ts'
import { temporaryFolder } from '../support/library.ts'
import { checkContents } from './contents.ts'
import { pack } from './pack.ts'
import { walk } from './walk.ts'

/** Of what is ours in a package, compressed; Electron's own part comes on top. */
const LIMIT_MB = 130

const say = (line: string): void => console.log(line)

/** Megabytes of a folder as one compressed archive. */
function compressedMb(folder: string, target: string): number {
  execFileSync('tar', ['-czf', target, '-C', folder, '.'])
  const { size } = statSync(target)
  rmSync(target)
  return size / 1e6
}

ensureBuilt()
execFileSync(process.execPath, [join(ROOT, 'scripts/run.mjs'), 'licences'], { stdio: 'inherit' })
await using folder = await temporaryFolder()
const packed = await pack(folder.path)

const { files, natives, problems } = checkContents(packed)
say(`${files} files in the archive, ${natives.length} native libraries beside it`)
for (const problem of problems) say(`  ${problem}`)

const licences = readFileSync(join(packed.resources, 'licences.txt'), 'utf8')
const lgpl = licences.includes('libvips') && licences.includes('LGPL-3.0-or-later')
say(`licences of all parts beside the archive, libvips' LGPL among them: ${lgpl ? 'yes' : 'NO'}`)

const mb = compressedMb(packed.resources, join(folder.path, 'resources.tar.gz'))
say(`${mb.toFixed(0)} MB compressed, of at most ${LIMIT_MB}`)

for (const line of await walk(packed, folder.path)) say(line)
say(
  'around a stand-in for Electron: fuses, signatures and the installers of other systems are configured, not checked here',
)
if (problems.length > 0 || !lgpl || mb > LIMIT_MB) process.exitCode = 1
