import { useActors } from '../actors/actors-store.ts'
import { useView } from '../app/view-store.ts'
import { openPlan } from '../plan/open-plan.ts'
import { usePlans } from '../plan/plans-store.ts'
import { useRuns } from '../runs/runs-store.ts'
import { useImages } from './images-store.ts'
import { focusable, type Image, type LaneModel, laneModels } from './lanes.ts'
import { withOverlay } from './overlay.ts'

/** What the gallery shows right now, for actions: computed from the stores when somebody presses a key, never kept. */
export interface Shown {
  readonly actorId: string
  readonly images: readonly Image[]
  readonly models: readonly LaneModel[]
}

export const shownPlan = (actorId: string) =>
  openPlan(usePlans.getState().byActor.get(actorId), useRuns.getState().runs)

export function shownGallery(): Shown | null {
  const { actorId } = useView.getState()
  if (actorId === null) return null
  const { byActor, overlay } = useImages.getState()
  const stored = byActor.get(actorId)
  const actor = useActors.getState().byId.get(actorId)
  if (!stored || !actor) return null
  const images = withOverlay(stored, overlay)
  return { actorId, images, models: laneModels(images, actor.target, shownPlan(actorId)) }
}

/** Image ids in reading order, lane after lane. */
export const imageOrder = (models: readonly LaneModel[]): readonly string[] =>
  models.flatMap((model) =>
    model.sections.flatMap((section) =>
      section.cells.flatMap((cell) => (cell.kind === 'image' ? [cell.image.imageId] : [])),
    ),
  )

export const modelHolding = (models: readonly LaneModel[], key: string): LaneModel | undefined =>
  models.find((model) => focusable(model).includes(key))
