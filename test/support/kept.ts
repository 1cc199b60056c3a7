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

/** Longer than any run of the tests. Containers may share memory but cannot see each other's processes, so age is checked too. */
const LONGEST_RUN_MS = 6 * 3600_000

/** Removes folders in memory that killed test runs have left. */
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
    // EPERM means that the process exists but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Returns a folder in memory if it has enough space, because on a disk tests mostly wait for the app's writes to be flushed. */
function placeForFiles(): string {
  try {
    clear(MEMORY)
    const { bavail, bsize } = statfsSync(MEMORY)
    if (bavail * bsize >= NEEDED_BYTES) return MEMORY
  } catch {
    // This system has no file system in memory.
  }
  return tmpdir()
}

/**
 * Creates the cache folder of a test run before its first process, and returns a function that removes it. It also holds compiled code,
 * because threads and programs are started by the hundred. Temporary files go beside it, in memory if possible, unless `TMPDIR` is set.
 */
export function setup(): (() => void) | undefined {
  if (process.env[FOLDER] !== undefined) return undefined
  const isGiven = process.env['TMPDIR'] !== undefined
  const place = mkdtempSync(join(isGiven ? tmpdir() : placeForFiles(), `evencast-tests-${process.pid}-`))
  // Servers that refuse to run as root create folders in it too.
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

/** Returns the cache folder as a variable for another process's environment. */
export const keptFolder = (): Readonly<Record<string, string>> => {
  const folder = process.env[FOLDER]
  return folder === undefined ? {} : { [FOLDER]: folder }
}

const held = new Map<string, Promise<Buffer>>()

/** Returns the cached result of `make` for `name`, which is computed once per test run across all processes. */
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
