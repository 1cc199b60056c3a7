import { execFile } from 'node:child_process'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { checkNow, checkSettled, type Finding, picturesOf, truthOf } from '../checker.ts'
import { type Bench, copyOf, type Service, startService, writeConfig, writeFixture } from '../fixture.ts'
import { run } from '../program.ts'
import { allSay, CAPTIONS, REPLACE, writeCaptions } from './captions-in-threads.ts'
import { namesLine } from './names.ts'
import { createLine, leave, leftToLong, type Line, outOfTime, record } from '../report.ts'

const system = promisify(execFile)
const DO: readonly (readonly [name: string, ...args: string[]])[] = [
  ['execute', 'execute', '--all', '--execute'],
  ['captions', 'captions', 'write', '--all'],
  ['snapshot', 'snapshot', 'create'],
  ['plan', 'plan', '--all', '--fresh'],
]

interface Ready {
  /** Folder with a planned library, `data`, and its user's settings, `config`. */
  readonly dir: string
  readonly env: Service['env']
}

async function template(bench: Bench, { env }: Service): Promise<Ready> {
  const dir = await bench.folder('disk')
  const configDir = join(dir, 'config')
  await writeFixture(join(dir, 'data'))
  await writeConfig(configDir, { generator: 'replicate' })
  const ended = await run(bench.program, ['plan', '--all', join(dir, 'data')], { configDir, env })
  if (ended.code !== 0) throw new Error(`The plan failed: ${ended.stderr}`)
  return { dir, env }
}

const crashed = (
  name: string,
  { code, signal, stderr }: { code: number | null; signal: string | null; stderr: string },
): readonly Finding[] =>
  code === null || stderr.includes('    at ')
    ? [{ kind: 'broken', what: `${name} ended with ${signal ?? code}: ${stderr.slice(-250)}` }]
    : []

export async function diskLines(bench: Bench): Promise<readonly Line[]> {
  const service = await startService()
  try {
    const ready = await template(bench, service)
    return [
      await fullLine(bench, ready),
      await systemsLine(bench, ready),
      await namesLine(bench, service),
      await goneLine(bench, ready),
    ]
  } finally {
    await service.double.close()
  }
}

/** Fills the disk from a random write on, then frees space and repeats the command. */
async function fullLine(bench: Bench, ready: Ready): Promise<Line> {
  const line = createLine('disk full')
  const { env } = ready
  const points = bench.long ? 12 : 1
  const many = await withManyCaptions(bench, ready)
  const all = [
    ...DO.map(([name, ...args]) => ({ name, args, of: ready, among: 30, verify: null })),
    { name: 'captions in threads', args: REPLACE, of: many, among: CAPTIONS, verify: allSay('blue') },
  ]
  for (const { name, args, of, among, verify } of all) {
    for (let i = 0; i < points && (line.tried < 1 || bench.timeLeft()); i++) {
      const fullAt = 1 + bench.random.below(i < 2 ? 4 : among)
      const dir = await copyOf(of.dir, await bench.folder('full'))
      const [library, configDir] = [join(dir, 'data'), join(dir, 'config')]
      const truth = await truthOf(library)
      const ended = await run(bench.program, [...args, library], { configDir, env, fullAt })
      const findings = [...crashed(name, ended), ...(await checkNow(library, truth))]
      const again = await run(bench.program, [...args, library], { configDir, env })
      findings.push(...crashed(`${name} again`, again), ...(await checkSettled(library, truth)))
      findings.push(...((await verify?.({ library })) ?? []))
      record(line, `${name}, full at write ${fullAt}`, findings, name)
      await rm(dir, { recursive: true, force: true })
    }
  }
  if (line.tried < points * all.length) outOfTime(line, [`${points * all.length - line.tried} other writes`])
  return line
}

/** Copies the library and adds more captions than the main thread writes by itself. */
async function withManyCaptions(bench: Bench, { dir: from, env }: Ready): Promise<Ready> {
  const dir = await copyOf(from, await bench.folder('many'))
  const [library, configDir] = [join(dir, 'data'), join(dir, 'config')]
  const command = async (args: readonly string[]): Promise<void> => {
    const { code, stderr } = await run(bench.program, args, { configDir, env })
    if (code !== 0) throw new Error(`${args.join(' ')}: ${code} ${stderr}`)
  }
  await writeCaptions({ command, library })
  return { dir, env }
}

/** Removes the folder during the work, or replaces it with an empty one, then restores it. */
async function goneLine(bench: Bench, ready: Ready): Promise<Line> {
  const line = createLine('folder vanishes')
  const { env } = ready
  const chosen = DO.slice(0, bench.long ? DO.length : 1)
  const times = bench.long ? 4 : 1
  for (const [name, ...args] of chosen)
    for (const instead of ['nothing', 'an empty folder'] as const)
      for (let i = 0; i < times && (line.tried === 0 || bench.timeLeft()); i++) {
        const dir = await copyOf(ready.dir, await bench.folder('gone'))
        const [library, away, configDir] = [join(dir, 'data'), join(dir, 'away'), join(dir, 'config')]
        const truth = await truthOf(library)
        const running = run(bench.program, [...args, library], { configDir, env })
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
        findings.push(...crashed(`${name} again`, await run(bench.program, [...args, library], { configDir, env })))
        findings.push(...(await checkSettled(library, truth)))
        record(line, `${name}, ${instead} in its place`, findings)
        await rm(dir, { recursive: true, force: true })
      }
  const left = chosen.length * 2 * times - line.tried
  if (left > 0) outOfTime(line, [`${left} other moments`])
  if (!bench.long)
    leftToLong(
      line,
      DO.slice(1).map(([name]) => name),
    )
  return line
}

interface Mounted {
  readonly name: string
  /** Mounts a file system; `usedBytes` is the size of the library. */
  readonly mount: (at: string, usedBytes: number) => Promise<void>
  /** Mount point below the library's folder; by default the library itself. */
  readonly inside?: string
  readonly readOnly?: boolean
}

const ROOM_BYTES = 40 * 1024 ** 2
const LITTLE_BYTES = 1024 ** 2

const SYSTEMS: readonly Mounted[] = [
  { name: 'tmpfs with 1 MB left', mount: (at, usedBytes) => mountMemory(at, usedBytes + LITTLE_BYTES) },
  { name: 'read-only', mount: (at) => mountMemory(at, ROOM_BYTES), readOnly: true },
  { name: 'two devices', mount: (at) => mountMemory(at, ROOM_BYTES), inside: 'actors/ann' },
  { name: 'names without case (ext4 casefold)', mount: mountCasefold },
]

async function mount(args: readonly string[]): Promise<void> {
  await system('mount', args)
}

const mountMemory = (at: string, bytes: number): Promise<void> =>
  mount(['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', at])

const PAGE_BYTES = 4096

/** Returns a folder's size as tmpfs counts it: whole pages, and one page per folder. */
async function sizeOf(dir: string): Promise<number> {
  const names = ['.', ...(await readdir(dir, { recursive: true }))]
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(dir, name))).size))
  return sizes.reduce((sum, size) => sum + (Math.ceil(size / PAGE_BYTES) + 1) * PAGE_BYTES, 0)
}

async function mountCasefold(at: string): Promise<void> {
  const image = `${at}.img`
  await system('truncate', ['-s', '64M', image])
  await system('mkfs.ext4', ['-q', '-O', 'casefold', '-E', 'encoding=utf8', image])
  await mount(['-o', 'loop', image, at])
  await system('chattr', ['+F', at])
}

/** Tries other file systems, which takes the right to mount. */
async function systemsLine(bench: Bench, ready: Ready): Promise<Line> {
  const line = createLine('other file systems')
  const { env } = ready
  if (process.getuid?.() !== 0) {
    leave(
      line,
      SYSTEMS.map(({ name }) => name),
      'only root may mount',
    )
    line.impossible = true
    return line
  }
  const usedBytes = await sizeOf(join(ready.dir, 'data'))
  const waiting = [...SYSTEMS]
  for (let one = waiting.shift(); one; one = bench.timeLeft() ? waiting.shift() : undefined) {
    const { name, mount: mountAt, inside, readOnly } = one
    const dir = await bench.folder('system')
    const library = join(dir, 'data')
    const configDir = join(dir, 'config')
    await copyOf(join(ready.dir, 'config'), configDir)
    const at = inside === undefined ? library : join(library, inside)
    let mounted = false
    try {
      if (inside !== undefined) {
        await copyOf(join(ready.dir, 'data'), library)
        await rename(at, join(dir, 'aside'))
      }
      await mkdir(at, { recursive: true })
      await mountAt(at, usedBytes)
      mounted = true
      await copyOf(inside === undefined ? join(ready.dir, 'data') : join(dir, 'aside'), at)
      const truth = await truthOf(library)
      const before = await picturesOf(library)
      if (readOnly) await system('mount', ['-o', 'remount,ro', at])
      const findings: Finding[] = []
      for (const [what, ...args] of DO) {
        const ended = await run(bench.program, [...args, library], { configDir, env })
        findings.push(...crashed(what, ended), ...(await checkNow(library, truth)))
        if (readOnly && ended.code === 0) findings.push({ kind: 'broken', what: `${what} says that it worked` })
      }
      if (readOnly && JSON.stringify(await picturesOf(library)) !== JSON.stringify(before))
        findings.push({ kind: 'broken', what: 'a read-only library was changed' })
      record(line, name, findings)
    } catch (error) {
      if (mounted) record(line, name, [{ kind: 'broken', what: String(error) }])
      // Some kernels lack the file system, and some containers may not mount.
      else leave(line, [name], String(error).split('\n')[0] ?? '')
    } finally {
      if (mounted) await system('umount', ['-l', at])
    }
  }
  outOfTime(
    line,
    waiting.map(({ name }) => name),
  )
  if (line.tried === 0) line.impossible = true
  return line
}
