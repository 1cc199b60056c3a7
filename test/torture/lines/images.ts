import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { photograph } from '../../support/library.ts'
import { checkSettled, type Finding, truthOf } from '../checker.ts'
import { CORPUS, type Made } from '../corpus.ts'
import { type Bench, writeConfig, writeFixture } from '../fixture.ts'
import { argumentsOf, environmentOf } from '../program.ts'
import { createLine, leftToLong, type Line, outOfTime, record } from '../report.ts'
import { imagesOf, openSession } from './web-session.ts'

/** Time limit for a command over a few hostile files, including all of its processes. */
const MOST_MS = 90_000
const MOST_BYTES = 1.6 * 1024 ** 3

const nameOf = ([name]: Made): string => name
/** Names of hostile files in the library; its own images have one-digit numbers. */
const HOSTILE = /ann_5\d\./

const inGroupsOf = <T>(size: number, all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))

/** Hostile files per library in the short run. Each is measured, added to a snapshot and shown like any other image. */
const SHORT_GROUP = 9
/** Files that take long on their own, or all of the memory allowed. */
const LONG_ALONE = new Set(['three thousand scans.jpg', 'sparse.jpg', 'ten thousand frames.gif'])

/** Tries each hostile file in its own library under limits of memory and time; in groups in the short run. */
export async function imagesLine(bench: Bench): Promise<readonly Line[]> {
  const line = createLine('hostile pictures')
  const short = CORPUS.filter((made) => !LONG_ALONE.has(nameOf(made)))
  const waiting = bench.long ? CORPUS.map((made) => [made]) : inGroupsOf(SHORT_GROUP, short)
  const left = bench.long ? [] : CORPUS.filter((made) => LONG_ALONE.has(nameOf(made)))
  const sound = await sharp(await photograph(9))
    .jpeg({ progressive: true })
    .toBuffer()
  for (let group = waiting.shift(); group; group = bench.timeLeft() ? waiting.shift() : undefined) {
    const dir = await bench.folder('images')
    const [library, configDir] = [join(dir, 'data'), join(dir, 'config')]
    await writeFixture(library)
    await writeConfig(configDir)
    const truth = await truthOf(library)
    for (const [i, [name, make]] of group.entries())
      await make(join(library, 'actors/ann/training_data', `ann_5${i}${name.slice(name.lastIndexOf('.'))}`), sound)
    const findings: Finding[] = []
    for (const args of [
      ['plan', '--all'],
      ['captions', 'list', '--all'],
      ['snapshot', 'create'],
    ])
      findings.push(...(await limited(bench, args, library, configDir)))
    findings.push(...(await shown(bench, library, configDir)))
    findings.push(...(await checkSettled(library, truth)).filter(({ what }) => !HOSTILE.test(what)))
    // A finding is recorded for the whole group; the long run tries each file on its own.
    for (const [name] of group) record(line, name, findings)
    await rm(dir, { recursive: true, force: true })
  }
  outOfTime(line, waiting.flat().map(nameOf))
  leftToLong(line, left.map(nameOf))
  return [line]
}

/** Measures the peak memory of a process and its children until `end` is called. */
function watchMemory(pid: number): { end(): number } {
  let peak = 0
  const watching = setInterval(() => void treeBytes(pid).then((bytes) => (peak = Math.max(peak, bytes))), 50)
  return {
    end() {
      clearInterval(watching)
      return peak
    },
  }
}

/** Returns the resident memory of a process and its children, without shared pages. */
async function treeBytes(pid: number): Promise<number> {
  const own = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '')
  const [, resident = 0, shared = 0] = own.split(' ').map(Number)
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const below = await Promise.all(
    children
      .split(' ')
      .filter(Boolean)
      .map((child) => treeBytes(Number(child))),
  )
  return (resident - shared) * PAGE_BYTES + below.reduce((sum, bytes) => sum + bytes, 0)
}

const PAGE_BYTES = 4096

const beyond = (what: string, bytes: number): readonly Finding[] =>
  bytes > MOST_BYTES ? [{ kind: 'broken', what: `${what} took ${Math.round(bytes / 1024 ** 2)} MiB` }] : []

async function limited(
  bench: Bench,
  args: readonly string[],
  library: string,
  configDir: string,
): Promise<readonly Finding[]> {
  const child = spawn(process.execPath, argumentsOf(bench.program, [...args, library]), {
    cwd: configDir,
    env: environmentOf({ configDir }, ''),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()))
  const memory = watchMemory(child.pid ?? 0)
  const hangs = setTimeout(() => child.kill('SIGKILL'), MOST_MS)
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  clearTimeout(hangs)
  const ended = code === null ? [`${args[0]} ended with ${signal}: ${stderr.slice(-200)}`] : []
  return [...ended.map((what): Finding => ({ kind: 'broken', what })), ...beyond(args[0] ?? '', memory.end())]
}

/** Opens the library in the web host, requests the image and its thumbnail, and checks that the host still answers. */
async function shown(bench: Bench, library: string, configDir: string): Promise<readonly Finding[]> {
  const session = await openSession(bench.program, library, { configDir, timeoutMs: MOST_MS })
  if (!session) return [{ kind: 'broken', what: 'the web host did not start' }]
  const memory = watchMemory(session.pid)
  try {
    const images = await imagesOf(session, 'ann')
    for (const { imageId, thumbUrl } of images.filter(({ filename }) => HOSTILE.test(filename)))
      for (const path of [thumbUrl, `/image/${imageId}`]) {
        const answer = await fetch(session.origin + path, { headers: { cookie: session.cookie } })
        await answer.body?.cancel()
      }
    await session.call('actors/images', { actorId: 'bob' })
    return beyond('showing it', memory.end())
  } catch (error) {
    return [{ kind: 'broken', what: `the web host ended when it was shown: ${String(error)}` }]
  } finally {
    memory.end()
    await session.stop()
  }
}
