import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const FOLDER = 'EVENCAST_TEST_KEPT'

/**
 * Once for a run of the tests, before its first process: names the folder of what is kept, which goes at the end. Compiled code is kept
 * there too: threads and programs are started by the hundred.
 */
export function setup(): (() => void) | undefined {
  if (process.env[FOLDER] !== undefined) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'evencast-kept-'))
  process.env[FOLDER] = folder
  process.env['NODE_COMPILE_CACHE'] = join(folder, 'compiled')
  return () => {
    delete process.env[FOLDER]
    delete process.env['NODE_COMPILE_CACHE']
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
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
