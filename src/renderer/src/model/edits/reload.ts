import { loadImages, loadLoose, useImages } from '../images/images-store.ts'
import { useView } from '../window/view-store.ts'

/** As many images of any actors as the core answers in one request. */
const MOST_LOOSE = 1000

/** Fetches the images on the screen again; of images that came by a search, those that are held. */
export async function reload(imageIds: readonly string[] = []): Promise<void> {
  const { actorId } = useView.getState()
  const { loose } = useImages.getState()
  const held = imageIds.filter((imageId) => loose.has(imageId)).slice(0, MOST_LOOSE)
  await Promise.all([actorId === null ? null : loadImages(actorId), held.length === 0 ? null : loadLoose(held)])
}
