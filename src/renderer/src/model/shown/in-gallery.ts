import { useActors } from '../library/actors-store.ts'
import { useView } from '../window/view-store.ts'
import { openPlan } from '../work/open-plan.ts'
import { usePlans } from '../work/plans-store.ts'
import { useRuns } from '../work/runs-store.ts'
import { currentArrangement } from '../images/arrange.ts'
import { useImages } from '../images/images-store.ts'
import type { Image } from '../images/image.ts'
import { focusable, type LaneModel, laneModels } from '../images/lanes.ts'
import { withOverlay } from '../images/overlay.ts'
import { remembered } from '../images/remembered.ts'
import type { Shown } from './blocks.ts'

/** The open actor with its lanes. Computed from the stores at a key press, never stored. */
interface ShownGallery {
  readonly actorId: string
  readonly images: readonly Image[]
  readonly models: readonly LaneModel[]
}

export const shownPlan = (actorId: string) =>
  openPlan(usePlans.getState().byActor.get(actorId), useRuns.getState().runs)

export function shownGallery(): ShownGallery | null {
  const { actorId } = useView.getState()
  if (actorId === null) return null
  const { byActor, overlay } = useImages.getState()
  const stored = byActor.get(actorId)
  const actor = useActors.getState().byId.get(actorId)
  if (!stored || !actor) return null
  const images = withOverlay(stored, overlay)
  return { actorId, images, models: laneModels(images, actor.target, shownPlan(actorId), currentArrangement()) }
}

/** Returns image ids in reading order, lane by lane. */
export const imageOrder = (models: readonly LaneModel[]): readonly string[] =>
  models.flatMap((model) =>
    model.sections.flatMap((section) =>
      section.cells.flatMap((cell) => (cell.kind === 'image' ? [cell.image.imageId] : [])),
    ),
  )

export function shownInGallery(): Shown | null {
  const gallery = shownGallery()
  return gallery && shownOf(gallery.images, gallery.models)
}

const shownOf = remembered((images: readonly Image[], models: readonly LaneModel[]): Shown => {
  const byId = new Map(images.map((image) => [image.imageId, image]))
  return {
    blocks: models.map((model) => ({ keys: focusable(model), images: imageOrder([model]) })),
    imageOf: (imageId) => byId.get(imageId),
  }
})
