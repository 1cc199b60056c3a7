import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EvencastError } from '../domain/error.ts'
import { bytesOf, fetchPackFile, type FetchOptions } from './download.ts'
import { PACK_IDS, type PackId } from '../domain/pack-ids.ts'
import { FACE_ARCHIVE, type Pack, packBytes, PACKS } from './packs.ts'

/** State of one of the packs. */
interface PackState extends Pick<Pack, 'id' | 'title' | 'licence' | 'source'> {
  /** Size of the whole download. */
  readonly bytes: number
  /** `partial`: some of it was downloaded, and the next attempt continues there. */
  readonly state: 'absent' | 'partial' | 'installing' | 'installed'
  /** Downloaded part of `bytes`. */
  readonly received: number
  /** Bytes that it occupies on this disk. */
  readonly bytesOnDisk: number
}

export interface InstallOptions {
  /** A server or folder to download from instead of the publisher's. */
  readonly from?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** The packs on this machine. Only `install` uses the network. */
export interface Pretrained {
  list(): Promise<readonly PackState[]>
  /** Returns the folder of an installed pack; null when it is not installed. */
  folderOf(id: PackId): string | null
  /** Installs a pack. Rejects with CONFLICT while the same one is being installed. */
  install(id: PackId, options?: InstallOptions): Promise<void>
  /** Stops an installation in progress; the next one continues it. */
  stop(id: PackId): Promise<void>
  /** Stops an installation in progress, and removes everything downloaded. */
  remove(id: PackId): Promise<void>
  close(): Promise<void>
}

export interface PretrainedPorts {
  /** Folder of all packs. */
  readonly dir: string
  readonly unpackFaces: (job: { readonly archive: string; readonly folder: string }) => Promise<void>
  readonly onChange: () => void
  readonly packs?: Readonly<Record<PackId, Pack>>
  readonly fetch?: typeof fetch
}

interface UnderWay {
  readonly abort: AbortController
  readonly done: Promise<void>
  /** Null until the size of an earlier partial download is known. */
  received: number | null
}

/** Bytes between two progress events. */
const STEP_BYTES = 1_000_000

export async function createPretrained(ports: PretrainedPorts): Promise<Pretrained> {
  const { dir, unpackFaces, onChange, packs = PACKS } = ports
  const underWay = new Map<PackId, UnderWay>()
  const ready = (id: PackId): string => join(dir, `${id}-${packs[id].model.replaceAll(/[^\w.-]/g, '-')}`)
  const coming = (id: PackId): string => `${ready(id)}.part`
  const names = new Set(await readdir(dir).catch(() => []))
  const installed = new Set(PACK_IDS.filter((id) => names.has(ready(id).slice(dir.length + 1))))

  const receivedOf = async (id: PackId): Promise<number> => {
    const sizes = await Promise.all(packs[id].files.map(({ name }) => bytesOf(join(coming(id), name))))
    return sizes.reduce((sum, size) => sum + size, 0)
  }

  async function fetchAll(
    id: PackId,
    { from, signal }: InstallOptions,
    progress: (received: number) => void,
  ): Promise<void> {
    const folder = coming(id)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    let before = 0
    for (const file of packs[id].files) {
      const options: FetchOptions = {
        from,
        signal,
        onBytes: (bytes) => progress(before + bytes),
        ...(ports.fetch && { fetch: ports.fetch }),
      }
      await fetchPackFile(file, folder, options)
      before += file.bytes
      progress(before)
    }
    if (id === 'faces') {
      const archive = join(folder, FACE_ARCHIVE)
      await unpackFaces({ archive, folder })
      await rm(archive)
    }
    signal?.throwIfAborted()
    await rename(folder, ready(id))
  }

  async function end(id: PackId): Promise<void> {
    const work = underWay.get(id)
    work?.abort.abort()
    await work?.done.catch(() => undefined)
  }

  return {
    list: () =>
      Promise.all(
        PACK_IDS.map(async (id) => {
          const { title, licence, source } = packs[id]
          const bytes = packBytes(packs[id])
          const work = underWay.get(id)
          const received = installed.has(id) ? bytes : (work?.received ?? (await receivedOf(id)))
          const state = installed.has(id) ? 'installed' : work ? 'installing' : received > 0 ? 'partial' : 'absent'
          const bytesOnDisk = await folderBytes(installed.has(id) ? ready(id) : coming(id))
          return { id, title, licence, source, bytes, state, received, bytesOnDisk } as const
        }),
      ),
    folderOf: (id) => (installed.has(id) ? ready(id) : null),
    async install(id, { from, signal } = {}) {
      if (installed.has(id)) return
      if (underWay.has(id)) throw new EvencastError('CONFLICT', `${packs[id].title} is being installed already.`)
      const abort = new AbortController()
      const work: UnderWay = {
        abort,
        received: null,
        done: receivedOf(id).then((before) => {
          work.received = before
          const either = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal
          return fetchAll(id, { from, signal: either }, (received) => {
            const step = Math.floor(received / STEP_BYTES) !== Math.floor((work.received ?? 0) / STEP_BYTES)
            work.received = received
            if (step) onChange()
          })
        }),
      }
      // There is no await between the check above and this line, so no second installation can start.
      underWay.set(id, work)
      onChange()
      try {
        await work.done
        installed.add(id)
      } finally {
        underWay.delete(id)
        onChange()
      }
    },
    stop: end,
    async remove(id) {
      await end(id)
      installed.delete(id)
      await rm(ready(id), { recursive: true, force: true })
      await rm(coming(id), { recursive: true, force: true })
      onChange()
    },
    async close() {
      await Promise.all(PACK_IDS.map(end))
    },
  }
}

async function folderBytes(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  const sizes = await Promise.all(names.map((name) => bytesOf(join(folder, name))))
  return sizes.reduce((sum, size) => sum + size, 0)
}
