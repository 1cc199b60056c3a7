import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isImageName } from '../../domain/naming.ts'
import { batchesOf } from '../../kit/batches-of.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import { PACK_IDS, type PackId } from '../../domain/pack-ids.ts'
import { baseFileOf, folderOf } from '../context/library-context.ts'
import type { AssessContext } from './assess-context.ts'

/** Files that a process gets at a time, and the number of such batches in progress. */
const BATCH = 8
const AT_ONCE = 8

/** Upper limit on base images per actor, higher than any library needs. */
const MOST_BASE_IMAGES = 20

interface Unseen {
  readonly file: string
  readonly sha256: string
}

/** Runs the installed pretrained models on images of an actor that they have not seen. Does nothing when none is installed. */
export async function seeImages(context: AssessContext, actorId: string, signal?: AbortSignal): Promise<void> {
  const ids = PACK_IDS.filter((id) => context.seeing.model(id) !== null)
  if (ids.length === 0) return
  const bases = ids.includes('faces') ? await baseImages(context, actorId, signal) : []
  context.catalog.actors.setBaseImages(
    actorId,
    bases.map(({ sha256 }) => sha256),
  )
  for (const id of ids) await seeBy(context, id, actorId, id === 'faces' ? bases : [], signal)
}

async function seeBy(
  { catalog, seeing, folders }: AssessContext,
  id: PackId,
  actorId: string,
  bases: readonly Unseen[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const model = seeing.model(id)
  if (model === null) return
  const { imagesDir } = folderOf({ folders }, actorId)
  const images = catalog.vectors
    .lacking(actorId, model)
    .map(({ filename, sha256 }) => ({ file: join(imagesDir, filename), sha256 }))
  const due = [...bases.filter(({ sha256 }) => catalog.vectors.get(sha256, model) === null), ...images]
  await inParallel(
    batchesOf(due, BATCH),
    AT_ONCE,
    async (batch) => {
      const files = batch.map(({ file }) => file)
      const found = await seeing.see(id, files, signal)
      catalog.transaction(() => {
        for (const [at, { sha256 }] of batch.entries()) {
          const vectors = found[at]
          if (vectors) catalog.vectors.put(sha256, model, vectors)
        }
      })
    },
    signal,
  )
}

/** Returns every image of the base folder, the base image first, because all of them show the identity. */
async function baseImages(context: AssessContext, actorId: string, signal?: AbortSignal): Promise<readonly Unseen[]> {
  const base = baseFileOf(context, actorId)
  if (base === null) return []
  const { baseDir } = folderOf(context, actorId)
  const names = (await readdir(baseDir).catch(() => [])).filter(isImageName).toSorted()
  const files = [...new Set([base, ...names.map((name) => join(baseDir, name))])].slice(0, MOST_BASE_IMAGES)
  const hashes = await context.evaluator.digests(files, signal)
  return files.flatMap((file, at) => {
    const sha256 = hashes[at]
    return sha256 ? [{ file, sha256 }] : []
  })
}
