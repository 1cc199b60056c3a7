import { EvencastError } from '../domain/error.ts'
import type { GeneratedImage } from '../domain/generation.ts'
import { type ManifestImage, upsertImage } from '../domain/manifest.ts'
import type { Bookkeeping } from './context.ts'
import { editManifest } from './manifests.ts'
import type { Check } from './ports.ts'
import type { GenerateStep, Made } from './records.ts'

/** Names to try when someone keeps putting files where a new image should go. */
const NAMES = 5

/** Whether the accepted picture of an earlier, cut short call lies where it belongs. */
export const isPlaced = async ({ ports }: Bookkeeping, { made, actorId, filename }: GenerateStep): Promise<boolean> =>
  made !== null && filename !== null && (await ports.files.sha256(actorId, filename)) === made.sha256

/** Journals an accepted picture, puts it into the folder and the manifest. Without a picture: one that is in the folder already. */
export async function placeImage(
  context: Bookkeeping,
  step: GenerateStep,
  accepted: { readonly image: GeneratedImage; readonly check: Extract<Check, { ok: true }> } | null,
): Promise<void> {
  const { journal, ports, now } = context
  let { filename, made } = step
  if (accepted) {
    const { image, check } = accepted
    made = {
      sha256: check.sha256,
      bytes: image.bytes.byteLength,
      width: check.width,
      height: check.height,
      model: image.model,
      predictionId: image.predictionId,
      seed: image.seed,
      costUsd: image.costUsd,
      createdAt: now().toISOString(),
    }
    journal.log.accept(step, made)
    filename = await place(context, step, image.bytes)
  }
  if (!made || filename === null) throw new EvencastError('INTERNAL', `Step ${step.n} has no picture to place.`)
  const entry = entryFor(step, filename, made)
  await editManifest(context, step.actorId, (manifest) => upsertImage(manifest, entry.filename, entry))
  journal.log.finish(step, 'done', null)
  ports.changed([step.actorId])
}

/** Where it was placed: under the reserved name, or under a new one when a file that is not ours has taken that. */
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

const entryFor = ({ payload }: GenerateStep, filename: string, made: Made): ManifestImage => ({
  filename,
  type: payload.type,
  source: 'generated',
  prompt: payload.prompt,
  prompt_id: payload.prompt_id,
  model: made.model,
  prediction_id: made.predictionId,
  seed: made.seed,
  cost_usd: made.costUsd,
  sha256: made.sha256,
  bytes: made.bytes,
  width: made.width,
  height: made.height,
  created_at: made.createdAt,
})
