import { loadImages, loadLoose, useImages } from '../images/images-store.ts'
import { useView } from '../window/view-store.ts'

/** The contract's limit of images of any actors per request. */
const MOST_LOOSE = 1000

/** Fetches the visible images again; of search results, those that are loaded. */
export async function reload(imageIds: readonly string[] = []): Promise<void> {
  const { actorId } = useView.getState()
  const { loose } = useImages.getState()
  const held = imageIds.filter((imageId) => loose.has(imageId)).slice(0, MOST_LOOSE)
  await Promise.all([actorId === null ? null : loadImages(actorId), held.length === 0 ? null : loadLoose(held)])
}
