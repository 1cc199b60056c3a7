import { createHash } from 'node:crypto'
import { type Manifest, type ManifestImage, upsertImage, writeManifest } from '../domain/manifest.ts'
import { EvencastError } from '../domain/error.ts'
import { isKept } from '../domain/image.ts'
import type { Bookkeeping } from './context.ts'

/** Returns the hash of a manifest's content, without its timestamp and formatting. */
export const digestOf = (manifest: Manifest): string =>
  createHash('sha256')
    .update(writeManifest({ ...manifest, updated_at: '' }))
    .digest('hex')

/** Returns the label that a person gave an image; empty when there is none. */
export const labelOf = (entry: ManifestImage | undefined): string =>
  entry && (entry.classified_by === 'human' || isKept(entry))
    ? JSON.stringify([entry.type ?? null, entry.verdict ?? 'keep', ...(isKept(entry) ? ['kept'] : [])])
    : ''

export const entryOf = (manifest: Manifest, filename: string): ManifestImage | undefined =>
  manifest.images.find((image) => image.filename === filename)

/** Edits a manifest; every change by a run goes through here. The digests before and after are journalled before the write. */
export async function editManifest(
  { runId, journal, ports }: Bookkeeping,
  actorId: string,
  change: (manifest: Manifest) => Manifest,
): Promise<void> {
  await ports.manifests.edit(actorId, (manifest) => {
    const changed = change(manifest)
    journal.actors.intend(runId, actorId, digestOf(manifest), digestOf(changed))
    return changed
  })
}

/** Adds a description of an image without overwriting a person's label. */
function described(manifest: Manifest, image: ManifestImage): Manifest {
  if (labelOf(entryOf(manifest, image.filename)) === '') return upsertImage(manifest, image.filename, image)
  const { type: _type, classified_by: _by, verdict: _verdict, ...facts } = image
  return upsertImage(manifest, image.filename, facts)
}

/**
 * Prepares an actor, before a run does anything else to it: keeps the manifest's exact bytes, refuses a stale plan, and completes the
 * manifest so that it describes every image of the folder. Done once per run, even when it is interrupted.
 */
export async function prepareActor(context: Bookkeeping, actorId: string): Promise<void> {
  const { runId, journal, ports } = context
  const actor = journal.actors.get(runId, actorId)
  if (!actor || actor.completed) return
  if (!actor.touched) {
    const { bytes, manifest } = await ports.manifests.read(actorId)
    if ((await ports.fingerprint(actorId)) !== actor.fingerprint) {
      throw new EvencastError('STALE_PLAN', `The images of ${actorId} changed since its plan was made. Plan it again.`)
    }
    journal.actors.touch(runId, actorId, bytes, digestOf(manifest))
  }
  const images = await ports.describe(actorId)
  let completed: Manifest | null = null
  await editManifest(context, actorId, (manifest) => {
    completed = images.reduce(described, manifest)
    return completed
  })
  journal.transaction(() => {
    for (const step of journal.steps.ofActor(runId, actorId)) {
      if (step.kind === 'delete')
        journal.log.setLabel(step, labelOf(completed ? entryOf(completed, step.filename) : undefined))
    }
    journal.actors.complete(runId, actorId)
  })
  ports.changed([actorId])
}
