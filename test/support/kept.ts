import { createHash, randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const FOLDER = 'EVENCAST_TEST_KEPT'
const MEMORY = '/dev/shm'
const NEEDED_BYTES = 4 * 1024 ** 3
const NAME = /^evencast-tests-(\d+)-/

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })

/** No run of the tests takes that long. Containers may share memory, and not know of each other's processes. */
const LONGEST_RUN_MS = 6 * 3600_000

/** What a run left in memory that was killed before its end would stay there. */
export function clear(memory: string): void {
  for (const name of readdirSync(memory)) {
    const folder = join(memory, name)
    const pid = Number(NAME.exec(name)?.[1])
    if (pid > 0 && !isAlive(pid) && Date.now() - statSync(folder).mtimeMs > LONGEST_RUN_MS) remove(folder)
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // It is somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** In memory where there is room enough for it: on a disk, tests mostly wait until what the app writes is safe there. */
function placeForFiles(): string {
  try {
    clear(MEMORY)
    const { bavail, bsize } = statfsSync(MEMORY)
    if (bavail * bsize >= NEEDED_BYTES) return MEMORY
  } catch {
    // There is none on this system.
  }
  return tmpdir()
}

/**
 * Once for a run of the tests, before its first process: names the folder of what is kept, which goes at the end. Compiled code is kept
 * there too: threads and programs are started by the hundred. Temporary files lie beside it, in memory where that can be; a `TMPDIR` that
 * is set stays.
 */
export function setup(): (() => void) | undefined {
  if (process.env[FOLDER] !== undefined) return undefined
  const isGiven = process.env['TMPDIR'] !== undefined
  const place = mkdtempSync(join(isGiven ? tmpdir() : placeForFiles(), `evencast-tests-${process.pid}-`))
  // Servers that refuse to run as root have folders in it too.
  chmodSync(place, 0o1777)
  const set = {
    [FOLDER]: join(place, 'kept'),
    NODE_COMPILE_CACHE: join(place, 'compiled'),
    ...(!isGiven && { TMPDIR: place }),
  }
  mkdirSync(set[FOLDER]!)
  Object.assign(process.env, set)
  return () => {
    for (const name of Object.keys(set)) delete process.env[name]
    remove(place)
  }
}

/** For the environment of another process. */
export const keptFolder = (): Readonly<Record<string, string>> => {
  const folder = process.env[FOLDER]
  return folder === undefined ? {} : { [FOLDER]: folder }
}

const held = new Map<string, Promise<Buffer>>()

/** What `make` makes is the same for the same `name`: it is made once in a run of the tests, whatever process asks. */
export function kept(name: string, make: () => Promise<Uint8Array>): Promise<Buffer> {
  const known = held.get(name) ?? fromDisk(name, make)
  held.set(name, known)
  return known
}

async function fromDisk(name: string, make: () => Promise<Uint8Array>): Promise<Buffer> {
  const folder = process.env[FOLDER]
  if (folder === undefined) return Buffer.from(await make())
  const file = join(folder, createHash('sha256').update(name).digest('hex'))
  const there = await readFile(file).catch(() => null)
  if (there) return there
  const made = Buffer.from(await make())
  mkdirSync(folder, { recursive: true })
  const part = `${file}.${randomUUID()}`
  await writeFile(part, made)
  await rename(part, file)
  return made
}
