import { type CaptionEntry, captionPatch, saysCaption } from '../domain/caption/entry.ts'
import { type ImagePatch, type Manifest, type ManifestImage, upsertImages } from '../domain/manifest.ts'
import type { Operation, Way } from './records.ts'

interface Effect {
  readonly filename: string
  readonly put?: ImagePatch
  readonly change?: ImagePatch
  /** Applies only when the entry's caption equals this one; otherwise another was written since, or this one never was. */
  readonly over?: CaptionEntry
}

/**
 * Returns an operation's effect on an actor's manifest: an entry to put or to change, or to remove when it has neither. Null means no
 * effect.
 */
function effectOn(actorId: string, operation: Operation, way: Way): Effect | null {
  const redo = way === 'redo'
  const { kind, filename } = operation
  const here = operation.actorId === actorId
  switch (kind) {
    case 'target':
      return null
    case 'label':
      return here ? { filename, change: redo ? operation.after : operation.before } : null
    case 'caption': {
      if (!here) return null
      const { before, after } = operation
      if (redo) return { filename, change: captionPatch(after.entry) }
      return { filename, change: captionPatch(before.entry), over: after.entry }
    }
    case 'crop':
      return here ? { filename, change: { crop: (redo ? operation.after : operation.before) ?? undefined } } : null
    case 'trash':
      return here ? { filename, ...(!redo && { put: operation.entry }) } : null
    case 'add':
      return here ? { filename, ...(redo && { put: operation.entry }) } : null
    case 'restore': {
      if (!here) return null
      const [to, from] = redo ? [operation.after, operation.before] : [operation.before, operation.after]
      if (to) return { filename, put: { ...absentKeys(from), ...to } }
      return from && { filename }
    }
    case 'move':
      if (here) return { filename, ...(!redo && { put: operation.entry }) }
      return { filename: operation.to.filename, ...(redo && { put: operation.entryThere }) }
  }
}

/** Returns a patch that removes every key of an entry. */
const absentKeys = (entry: ManifestImage | null): ImagePatch =>
  Object.fromEntries(Object.keys(entry ?? {}).map((key) => [key, undefined]))

/**
 * Returns the manifest after the operations were applied or undone; only the images that they concern are changed. An image that is no
 * longer listed gets no label.
 */
export function applyOperations(
  manifest: Manifest,
  actorId: string,
  operations: readonly Operation[],
  way: Way,
): Manifest {
  const listed = new Map(manifest.images.map((image) => [image.filename, image]))
  const patches = new Map<string, ImagePatch>()
  const out = new Set<string>()
  for (const operation of operations) {
    if (operation.actorId !== actorId && !(operation.kind === 'move' && operation.to.actorId === actorId)) continue
    const effect = effectOn(actorId, operation, way)
    if (!effect) continue
    const { filename, put, change, over } = effect
    const entry = listed.get(filename)
    if (put) patches.set(filename, put)
    else if (!change) out.add(filename)
    else if (entry && (!over || saysCaption(entry, over))) patches.set(filename, change)
  }
  const kept = out.size === 0 ? manifest : { ...manifest, images: manifest.images.filter((e) => !out.has(e.filename)) }
  return upsertImages(kept, patches)
}
