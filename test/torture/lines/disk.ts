import { execFile } from 'node:child_process'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { checkNow, checkSettled, type Finding, picturesOf, truthOf } from '../checker.ts'
import { type Bench, copyOf, writeConfig, writeFixture } from '../fixture.ts'
import { run } from '../program.ts'
import { createLine, type Line, record } from '../report.ts'

const system = promisify(execFile)
const DO: readonly (readonly [name: string, ...args: string[]])[] = [
  ['execute', 'execute', '--all', '--execute'],
  ['captions', 'captions', 'write', '--all'],
  ['snapshot', 'snapshot', 'create'],
  ['plan', 'plan', '--all', '--fresh'],
]

/** What every trial begins with: a planned library and its user's folder. */
async function template(bench: Bench): Promise<string> {
  const dir = await bench.folder('disk')
  await writeFixture(join(dir, 'data'))
  await writeConfig(join(dir, 'config'))
  const ended = await run(bench.program, ['plan', '--all', join(dir, 'data')], { configDir: join(dir, 'config') })
  if (ended.code !== 0) throw new Error(`The plan failed: ${ended.stderr}`)
  return dir
}

const crashed = (
  name: string,
  { code, signal, stderr }: { code: number | null; signal: string | null; stderr: string },
): readonly Finding[] =>
  code === null || stderr.includes('    at ')
    ? [{ kind: 'broken', what: `${name} ended with ${signal ?? code}: ${stderr.slice(-250)}` }]
    : []

export async function diskLines(bench: Bench): Promise<readonly Line[]> {
  const ready = await template(bench)
  return [await fullLine(bench, ready), await systemsLine(bench, ready), await goneLine(bench, ready)]
}

/** No room from one write on, whichever it is; then there is room again. */
async function fullLine(bench: Bench, ready: string): Promise<Line> {
  const line = createLine('disk full')
  const points = bench.long ? 12 : 1
  for (const [name, ...args] of DO) {
    for (let i = 0; i < points && (i === 0 || bench.timeLeft()); i++) {
      const fullAt = 1 + bench.random.below(i < 2 ? 4 : 30)
      const dir = await copyOf(ready, await bench.folder('full'))
      const [library, configDir] = [join(dir, 'data'), join(dir, 'config')]
      const truth = await truthOf(library)
      const ended = await run(bench.program, [...args, library], { configDir, fullAt })
      const findings = [...crashed(name, ended), ...(await checkNow(library, truth))]
      const again = await run(bench.program, [...args, library], { configDir })
      findings.push(...crashed(`${name} again`, again), ...(await checkSettled(library, truth)))
      record(line, `${name}, full at write ${fullAt}, --seed ${bench.seed}`, findings)
      await rm(dir, { recursive: true, force: true })
    }
  }
  return line
}

/** The folder goes away in the middle, or an empty one lies in its place, and then it is back. */
async function goneLine(bench: Bench, ready: string): Promise<Line> {
  const line = createLine('folder vanishes')
  for (const [name, ...args] of DO.slice(0, bench.long ? DO.length : 1))
    for (const instead of ['nothing', 'an empty folder'] as const)
      for (let i = 0; i < (bench.long ? 4 : 1) && (i === 0 || bench.timeLeft()); i++) {
        const dir = await copyOf(ready, await bench.folder('gone'))
        const [library, away, configDir] = [join(dir, 'data'), join(dir, 'away'), join(dir, 'config')]
        const truth = await truthOf(library)
        const running = run(bench.program, [...args, library], { configDir })
        await wait(300 + bench.random.below(1200))
        await rename(library, away)
        if (instead === 'an empty folder') await mkdir(library)
        const ended = await running
        const left = await readdir(library, { recursive: true }).catch(() => [])
        const findings = [...crashed(name, ended), ...(await checkNow(away, truth))]
        if (left.some((path) => path.endsWith('.jpg')))
          findings.push({ kind: 'broken', what: 'pictures were put into the empty folder' })
        await rename(library, join(dir, 'instead')).catch(() => undefined)
        await rename(away, library)
        findings.push(...crashed(`${name} again`, await run(bench.program, [...args, library], { configDir })))
        findings.push(...(await checkSettled(library, truth)))
        record(line, `${name}, ${instead} in its place, --seed ${bench.seed}`, findings)
        await rm(dir, { recursive: true, force: true })
      }
  return line
}

interface Mounted {
  readonly name: string
  readonly mount: (at: string) => Promise<void>
  /** Below the library's folder; the library itself otherwise. */
  readonly inside?: string
  readonly readOnly?: boolean
}

const SYSTEMS: readonly Mounted[] = [
  { name: 'tmpfs with 1 MB left', mount: (at) => mount(['-t', 'tmpfs', '-o', 'size=2500k', 'tmpfs', at]) },
  { name: 'read-only', mount: (at) => mount(['-t', 'tmpfs', '-o', 'size=40m', 'tmpfs', at]), readOnly: true },
  { name: 'two devices', mount: (at) => mount(['-t', 'tmpfs', '-o', 'size=40m', 'tmpfs', at]), inside: 'actors/ann' },
  { name: 'names without case (ext4 casefold)', mount: mountCasefold },
]

async function mount(args: readonly string[]): Promise<void> {
  await system('mount', args)
}

async function mountCasefold(at: string): Promise<void> {
  const image = `${at}.img`
  await system('truncate', ['-s', '64M', image])
  await system('mkfs.ext4', ['-q', '-O', 'casefold', '-E', 'encoding=utf8', image])
  await mount(['-o', 'loop', image, at])
  await system('chattr', ['+F', at])
}

/** Other file systems; they take a user who may mount. */
async function systemsLine(bench: Bench, ready: string): Promise<Line> {
  const line = createLine('other file systems')
  if (process.getuid?.() !== 0) {
    line.skipped.push('mounting file systems: only root may')
    return line
  }
  for (const { name, mount: mountAt, inside, readOnly } of bench.long ? SYSTEMS : SYSTEMS.slice(0, 1)) {
    const dir = await bench.folder('system')
    const library = join(dir, 'data')
    const configDir = join(dir, 'config')
    await copyOf(join(ready, 'config'), configDir)
    const at = inside === undefined ? library : join(library, inside)
    let mounted = false
    try {
      if (inside !== undefined) {
        await copyOf(join(ready, 'data'), library)
        await rename(at, join(dir, 'aside'))
      }
      await mkdir(at, { recursive: true })
      await mountAt(at)
      mounted = true
      await copyOf(inside === undefined ? join(ready, 'data') : join(dir, 'aside'), at)
      const truth = await truthOf(library)
      const before = await picturesOf(library)
      if (readOnly) await system('mount', ['-o', 'remount,ro', at])
      const findings: Finding[] = []
      for (const [what, ...args] of DO) {
        const ended = await run(bench.program, [...args, library], { configDir })
        findings.push(...crashed(what, ended), ...(await checkNow(library, truth)))
        if (readOnly && ended.code === 0) findings.push({ kind: 'broken', what: `${what} says that it worked` })
      }
      if (readOnly && JSON.stringify(await picturesOf(library)) !== JSON.stringify(before))
        findings.push({ kind: 'broken', what: 'a read-only library was changed' })
      record(line, name, findings)
    } catch (error) {
      line.skipped.push(`${name}: ${String(error).split('\n')[0]}`)
    } finally {
      if (mounted) await system('umount', ['-l', at])
    }
  }
  return line
}
