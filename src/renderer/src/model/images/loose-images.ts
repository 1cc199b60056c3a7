import { loadLoose, useImages } from './images-store.ts'

/** Largest number fetched at once. */
const BATCH = 400

/** Creates a loader for images of any actors, which fetches them as they come into view. */
export function createLooseImages() {
  const underWay = new Set<string>()
  /** Images that changed since they were fetched; the old version is shown until the new one arrives. */
  const stale = new Set<string>()

  async function fetch(imageIds: readonly string[]): Promise<void> {
    for (const imageId of imageIds) underWay.add(imageId)
    await loadLoose(imageIds)
    for (const imageId of imageIds) {
      underWay.delete(imageId)
      stale.delete(imageId)
    }
  }

  return {
    /** Loads these images unless they are loaded. */
    want(imageIds: readonly string[]): void {
      const { loose } = useImages.getState()
      const missing = imageIds.filter((id) => !underWay.has(id) && (stale.has(id) || !loose.has(id)))
      for (let at = 0; at < missing.length; at += BATCH) void fetch(missing.slice(at, at + BATCH))
    },
    /** Marks the loaded images of these actors as changed. */
    distrust(actorIds: ReadonlySet<string>): void {
      for (const [imageId, image] of useImages.getState().loose) if (actorIds.has(image.actorId)) stale.add(imageId)
    },
  }
}
