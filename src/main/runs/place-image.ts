import { EvencastError } from '../domain/error.ts'
import { type ManifestImage, upsertImage } from '../domain/manifest.ts'
import type { Bookkeeping } from './context.ts'
import { editManifest } from './manifests.ts'
import { paymentKey } from './payment.ts'
import type { GenerateStep, Made } from './records.ts'

/** Names to try when other files keep appearing under the reserved name. */
const NAMES = 5

/** Returns true when the accepted picture of an earlier, interrupted call is in its place. */
export const isPlaced = async ({ ports }: Bookkeeping, { made, actorId, filename }: GenerateStep): Promise<boolean> =>
  made !== null && filename !== null && (await ports.files.sha256(actorId, filename)) === made.sha256

/** Writes an accepted picture to the folder (null: it is there already) and adds it to the manifest. */
export async function placeImage(context: Bookkeeping, step: GenerateStep, bytes: Uint8Array | null): Promise<void> {
  const { journal, ports } = context
  const filename = bytes ? await place(context, step, bytes) : step.filename
  if (!step.made || filename === null) throw new EvencastError('INTERNAL', `Step ${step.n} has no picture to place.`)
  const entry = entryFor(step, filename, step.made)
  await editManifest(context, step.actorId, (manifest) => upsertImage(manifest, entry.filename, entry))
  journal.log.finish(step, 'done', null)
  await ports.payments.ended(paymentKey(step), 'placed', step.made.costUsd)
  ports.changed([step.actorId])
}

/** Places a picture and returns its name: the reserved one, or a new one when another file has taken that name. */
async function place(
  { journal, ports }: Bookkeeping,
  { runId, n, actorId, filename: reserved }: GenerateStep,
  bytes: Uint8Array,
): Promise<string> {
  let filename = reserved ?? (await ports.files.reserveName(actorId))
  for (let left = NAMES; ; left--) {
    try {
      await ports.files.place(actorId, filename, bytes)
      return filename
    } catch (error) {
      if (left === 1 || !(error instanceof EvencastError) || error.code !== 'CONFLICT') throw error
      filename = await ports.files.reserveName(actorId)
      journal.log.reserve({ runId, n }, filename)
    }
  }
}

export const entryFor = ({ payload }: GenerateStep, filename: string, made: Made): ManifestImage => ({
  filename,
  type: payload.type,
  source: 'generated',
  prompt: payload.prompt,
  prompt_id: payload.prompt_id,
  model: made.model,
  prediction_id: made.predictionId,
  derived_from: made.derivedFrom,
  seed: made.seed,
  cost_usd: made.costUsd,
  sha256: made.sha256,
  bytes: made.bytes,
  width: made.width,
  height: made.height,
  created_at: made.createdAt,
})
