import { randomUUID } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { systemCode } from '../../domain/error.ts'
import { makePrivateFolder } from '../../kit/private-folder.ts'

/** Returns a prefix with the machine and the process, so that the folder of a living worker is never removed. */
const nameFor = (pid: number): string => `evencast-worker.${hostname()}.${pid}.`

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of another user exists, too.
    return systemCode(error) === 'EPERM'
  }
}

/** Creates a folder for this worker, and removes those that killed workers of this machine left behind. */
export async function makeScratch(parent: string): Promise<string> {
  for (const name of await readdir(parent).catch(() => [])) {
    const pid = Number(/^evencast-worker\..+\.(\d+)\.[\da-f]{8}$/.exec(name)?.[1])
    if (Number.isSafeInteger(pid) && name.startsWith(nameFor(pid)) && !isAlive(pid))
      await rm(join(parent, name), { recursive: true, force: true })
  }
  const dir = join(parent, `${nameFor(process.pid)}${randomUUID().slice(0, 8)}`)
  makePrivateFolder(dir)
  return dir
}
