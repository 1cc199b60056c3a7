import { join } from 'node:path'
import PQueue from 'p-queue'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { isDamaged, isUnreadable } from '../../domain/measures.ts'
import { leftAlone, verifyActor } from '../../domain/verify.ts'
import { scanActor } from '../../library/scan.ts'
import { assessActor } from '../assess/assess-actor.ts'
import { indexActor } from '../index/index-actor.ts'
import { knownImages } from '../index/known-images.ts'
import { readManifest } from '../index/manifests.ts'
import { obstaclesOf } from '../plan/plan-actor.ts'
import { targetOf } from '../plan/target-of.ts'
import type { Finding, VerifyReport } from '../../contract/reports.ts'
import { folderOf } from '../context/library-context.ts'
import type { PlanContext } from '../plan/plan-context.ts'
import { sha256Of } from '../../kit/sha256.ts'

/** Actors verified at a time. */
const ACTORS_AT_ONCE = 4

export interface VerifyOptions {
  readonly signal?: AbortSignal | undefined
  readonly onActor?: (done: number, total: number) => void
  /** Returns the SHA-256 of a file whose bytes are stored elsewhere, while only its name and size are here. */
  readonly elsewhere?: ((actorId: string, filename: string) => string | undefined) | undefined
}

/** Compares every manifest with the bytes of its files, which are read again instead of trusting the catalog. */
export async function verifyLibrary(
  context: PlanContext,
  storeBase: string | null,
  { signal, onActor, elsewhere }: VerifyOptions = {},
): Promise<VerifyReport> {
  const actorIds = [...context.folders.keys()].sort()
  const queue = new PQueue({ concurrency: ACTORS_AT_ONCE })
  let done = 0
  const found = await queue.addAll(
    actorIds.map((actorId) => async () => {
      signal?.throwIfAborted()
      const findings = await verifyOne(context, actorId, storeBase, { signal, elsewhere })
      onActor?.(++done, actorIds.length)
      return findings
    }),
  )
  const findings = found.flat()
  const notes = actorIds.flatMap((actorId) =>
    leftAlone(context.catalog.actors.get(actorId)?.skipped ?? []).map((detail) => ({ actor_id: actorId, detail })),
  )
  return { ok: findings.length === 0, findings, notes }
}

async function verifyOne(
  context: PlanContext,
  actorId: string,
  storeBase: string | null,
  { signal, elsewhere }: Pick<VerifyOptions, 'signal' | 'elsewhere'>,
): Promise<Finding[]> {
  try {
    await indexActor(context, actorId)
    await assessActor(context, actorId, signal)
    const folder = folderOf(context, actorId)
    const scan = await scanActor(folder)
    const { bytes, manifest } = await readManifest(context, actorId)
    const images = knownImages(context, actorId)
    const files = await Promise.all(
      scan.images.map(async ({ filename }) => {
        const measured = images.find((image) => image.filename === filename)?.measured
        const unreadable = measured && isUnreadable(measured) ? measured.unreadable : null
        const damaged = measured !== null && measured !== undefined && isDamaged(measured)
        const sha256 = elsewhere?.(actorId, filename) ?? (await sha256Of(join(folder.imagesDir, filename)))
        return { filename, sha256, unreadable, damaged }
      }),
    )
    const found = verifyActor({
      actorId,
      files,
      manifest: bytes === null ? null : manifest,
      target: targetOf(context, actorId),
      cannotMake: obstaclesOf(context, actorId, images),
      storeBase,
      skipped: scan.skipped,
      others: scan.others,
    })
    return found.map((finding) => ({ actor_id: actorId, ...finding }))
  } catch (error) {
    if (signal?.aborted || (error instanceof EvencastError && error.code === 'UNAVAILABLE')) throw error
    return [{ actor_id: actorId, kind: 'folder', file: '', detail: messageOf(error) }]
  }
}
