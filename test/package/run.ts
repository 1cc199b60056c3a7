/**
 * `npm run package:check`: packs the app for the desktop and for npm, installs both, and runs them. `--short` leaves out what takes minutes
 * (compressed installers, npm's own installation, the site), as in CI. It prints what was built and what was only configured.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { argv } from 'node:process'
import { ROOT } from '../../scripts/build.ts'
import { temporaryFolder } from '../support/library.ts'
import { checkContents } from './contents.ts'
import { checkFuses } from './fuses.ts'
import { tryInstallers } from './install.ts'
import { checkNpmPackage } from './npm.ts'
import { measureFirstStart } from './first-start.ts'
import { pack } from './pack.ts'
import { buildSite } from './site.ts'
import { walk } from './walk.ts'
import { lintWorkflows } from './workflows.ts'

/** Limit for our own part of a package, compressed, without Electron. */
const LIMIT_MB = 130

const short = argv.includes('--short')
const problems: string[] = []
const say = (line: string): void => console.log(line)
const check = (line: string, found: readonly string[] = []): void => {
  say(line)
  for (const problem of found) say(`  ✗ ${problem}`)
  problems.push(...found)
}

/** Returns the megabytes of a folder as one compressed archive. */
function compressedMb(folder: string, target: string): number {
  execFileSync('tar', ['-c', `--use-compress-program=gzip -${short ? 1 : 6}`, '-f', target, '-C', folder, '.'])
  const { size } = statSync(target)
  rmSync(target)
  return size / 1e6
}

execFileSync(process.execPath, [join(ROOT, 'scripts/run.mjs'), 'prepack'], { stdio: 'inherit' })
await using folder = await temporaryFolder()
const packed = await pack(folder.path, { compress: !short })

const { files, natives, problems: ofContents } = checkContents(packed)
check(`${files} files in the archive, ${natives.length} native libraries of this system beside it`, ofContents)

const licences = readFileSync(join(packed.resources, 'licences.txt'), 'utf8')
const lgpl = licences.includes('libvips') && licences.includes('LGPL-3.0-or-later')
check('licences of all parts in one file', lgpl ? [] : ["libvips' LGPL is not among the licences"])
const { components } = JSON.parse(readFileSync(join(ROOT, 'dist/sbom.cdx.json'), 'utf8'))
check(
  `${components.length} parts in the CycloneDX list`,
  components.length > 50 ? [] : ['the list of parts is too short'],
)

const mb = compressedMb(packed.resources, join(folder.path, 'resources.tar.gz'))
check(`${mb.toFixed(0)} MB compressed without Electron, of at most ${LIMIT_MB}`, mb > LIMIT_MB ? ['too large'] : [])

for (const { line, problems: found } of tryInstallers(packed, folder.path)) check(line, found)
const fuses = await checkFuses(packed.program, packed.isReal)
check(fuses.line, fuses.problems)
const laidOut = join(folder.path, 'laid-out')
for (const line of await walk(packed, folder.path, laidOut)) say(line)
const first = await measureFirstStart(laidOut, folder.path, !short)
check(first.line, first.problems)
const npm = checkNpmPackage(folder.path, { install: !short })
check(npm.lines.join('\n'), npm.problems)
const workflows = await lintWorkflows()
check(workflows.line, workflows.problems)
if (!short) {
  const site = buildSite()
  check(site.line, site.problems)
}

if (!packed.isReal)
  say('Electron’s own program is not on this machine: the app ran in a stand-in for it (npm run test:desktop)')
say('AppImage: configured only, since its runtime is downloaded by electron-builder')
say('dmg, zip, nsis and portable: configured only; signatures are made by the release workflow')
if (short) say('the short cut: installers not compressed, npm package not installed, site not built')
say(problems.length === 0 ? 'in order' : `${problems.length} problems`)
if (problems.length > 0) process.exitCode = 1
