import { hash } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { emptyManifest, writeManifest } from '../../domain/manifest.ts'
import { mergeManifests } from '../../library/merge-manifests.ts'
import { readManifest as parseManifest } from '../../domain/read-manifest.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import { decodeText } from '../../kit/decode-text.ts'
import { readIfThere } from '../../library/json-file.ts'
import { ownDir } from '../../library/presence.ts'
import type { Store, StoreObject } from '../../storage/store.ts'
import { remoteChanged } from '../../storage/sync-plan.ts'
import { exchangeManifest, readManifest } from '../index/manifests.ts'
import { createKeyed, keyOf } from './store-keys.ts'
import { createLibrarySide } from './store-local.ts'
import type { StoreRecords } from './store-records.ts'
import type { SyncContext } from './sync-context.ts'

const ACTORS_AT_ONCE = 8

/** State of a working copy beyond a sync: the last version of each manifest that both sides had. */
export interface WorkingCopy {
  /** Merges changes that others made to manifests; what a person changed here wins. Returns the actors with such changes. */
  readonly takeManifests: (of: {
    readonly store: Store
    readonly known: StoreRecords
    readonly listed: ReadonlyMap<string, StoreObject>
    readonly signal?: AbortSignal | undefined
  }) => Promise<readonly string[]>
  /**
   * Returns a function that tells whether a manifest of these actors names a file; null when there is no manifest or it does not list files
   * of this kind.
   */
  readonly namesOf: (actorIds: Iterable<string>) => Promise<(key: string) => boolean | null>
  /** Stores manifests that are the same on both sides. */
  readonly keepBases: (known: StoreRecords, actorIds: Iterable<string>) => Promise<void>
}

export function createWorkingCopy(context: SyncContext): WorkingCopy {
  const baseOf = (actorId: string) => join(ownDir(context.layout.root), 'store-manifests', `${actorId}.json`)
  const library = createLibrarySide(context)
  const parsed = (bytes: Buffer | null, actorId: string) =>
    bytes === null
      ? emptyManifest(actorId, context.now().toISOString())
      : parseManifest(decodeText(bytes), actorId).manifest

  async function fetched(store: Store, key: string, signal: AbortSignal | undefined): Promise<Buffer> {
    const temp = library.tempFile()
    try {
      await store.download(key, temp, signal)
      return await readFile(temp)
    } finally {
      await rm(temp, { force: true })
    }
  }

  return {
    async takeManifests({ store, known, listed, signal }) {
      const changed = [...context.folders.values()].flatMap(({ actorId, manifestFile }) => {
        const key = keyOf(context, manifestFile)
        const [object, record] = [listed.get(key), known.synced.get(key)]
        return object && (!record || remoteChanged(object, record)) ? [{ actorId, key, object, record }] : []
      })
      await inParallel(
        changed,
        ACTORS_AT_ONCE,
        async ({ actorId, key, object, record }) => {
          const bytes = await fetched(store, key, signal)
          const [base, theirs] = [parsed(await readIfThere(baseOf(actorId)), actorId), parsed(bytes, actorId)]
          await exchangeManifest(context, actorId, async ({ bytes: here, manifest }) => {
            if (here === null || hash('sha256', here) === record?.sha256) return { bytes, manifest: null }
            if (bytes.equals(here)) return null
            const merged = {
              ...mergeManifests(base, theirs, manifest).manifest,
              updated_at: context.now().toISOString(),
            }
            return { bytes: Buffer.from(writeManifest(merged)), manifest: merged }
          })
          // The stamp is empty, because an edit may have come since. The local file is then compared by its content.
          const { bytes: size, etag, modifiedAt } = object
          const sha256 = hash('sha256', bytes)
          known.synced.set(key, { stamp: '', sha256, bytes: size, etag, modifiedAt, ours: true })
          await keep(baseOf(actorId), bytes)
        },
        signal,
      )
      return changed.map(({ actorId }) => actorId)
    },
    async namesOf(actorIds) {
      const named = new Map<string, ReadonlySet<string>>()
      const here = [...actorIds].filter((actorId) => context.folders.has(actorId))
      await inParallel(here, ACTORS_AT_ONCE, async (actorId) => {
        const { bytes, manifest } = await readManifest(context, actorId)
        if (bytes !== null) named.set(actorId, new Set(manifest.images.map(({ filename }) => filename)))
      })
      const keyed = createKeyed(context)
      return (key) => {
        const file = keyed(key)
        const names = file && named.get(file.actorId)
        if (!names || file.kind === 'base' || file.kind === 'manifest') return null
        return file.kind === 'image' && names.has(file.filename)
      }
    },
    async keepBases(known, actorIds) {
      await inParallel([...actorIds], ACTORS_AT_ONCE, async (actorId) => {
        const folder = context.folders.get(actorId)
        const bytes = folder && (await readIfThere(folder.manifestFile))
        const record = folder && known.synced.get(keyOf(context, folder.manifestFile))
        if (!bytes || hash('sha256', bytes) !== record?.sha256) return
        const base = await readIfThere(baseOf(actorId))
        if (!base?.equals(bytes)) await keep(baseOf(actorId), bytes)
      })
    },
  }
}

async function keep(file: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFileAtomic(file, bytes)
}
