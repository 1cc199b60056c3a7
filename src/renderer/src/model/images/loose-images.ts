import { loadLoose, useImages } from './images-store.ts'

/** Most that are fetched at once. */
const BATCH = 400

/** Images of any actors, fetched as they come into view. */
export function createLooseImages() {
  const underWay = new Set<string>()
  /** Changed since they were fetched; shown as they were until they are here again. */
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
    /** Sees to it that these are at hand. */
    want(imageIds: readonly string[]): void {
      const { loose } = useImages.getState()
      const missing = imageIds.filter((id) => !underWay.has(id) && (stale.has(id) || !loose.has(id)))
      for (let at = 0; at < missing.length; at += BATCH) void fetch(missing.slice(at, at + BATCH))
    },
    /** These actors' images changed. */
    distrust(actorIds: ReadonlySet<string>): void {
      for (const [imageId, image] of useImages.getState().loose) if (actorIds.has(image.actorId)) stale.add(imageId)
    },
  }
}
