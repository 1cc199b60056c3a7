import type { DeletionView, GenerationView, PlanView } from '../../../../main/contract/views.ts'
import type { z } from 'zod'
import { type Arrangement, arranged, AS_NAMED } from './arrange.ts'
import { type Group, type Grouped, personGroups, undecidedGroups } from './groups.ts'
import { type Image, type Lane, LANES } from './image.ts'
import { remembered } from './remembered.ts'
import { sharedReasons } from './shared-reasons.ts'
import type { PerStyle, Style } from '../../../../main/domain/style.ts'

export type DeletionStep = z.infer<typeof DeletionView>
export type GenerationStep = z.infer<typeof GenerationView>

/** What the focus may rest on in a lane: an image, or one to be made (a step of the plan). */
export type Cell =
  | {
      readonly kind: 'image'
      readonly key: string
      readonly image: Image
      readonly step: DeletionStep | null
      /** Why it goes is said elsewhere: of several images in the same words. */
      readonly terse: boolean
    }
  | { readonly kind: 'step'; readonly key: string; readonly step: GenerationStep }

interface Section {
  readonly group: Group | null
  readonly cells: readonly Cell[]
  /** Images are squares; what is to be made is low, behind them: the room belongs to what there is. */
  readonly low: boolean
}

export interface LaneModel {
  readonly lane: Lane
  readonly sections: readonly Section[]
  /** Images that lie in this lane. */
  readonly images: number
  /** Those of them that the filter lets through; null without one. */
  readonly shown: number | null
  /** Unsure images that would count for this style. */
  readonly leaning: number
  readonly target: number | null
  /** Images to make, and images beyond the target, as far as the labels of now tell. */
  readonly missing: number
  readonly surplus: number
  /** Places of the target that nothing fills, nor the plan. */
  readonly open: number
}

const styleLane = (lane: Lane): lane is Style => lane !== 'unsorted' && lane !== 'rejected'

const sectionOf = (cells: readonly Cell[], low = false): readonly Section[] =>
  cells.length > 0 ? [{ group: null, cells, low }] : []

const sectionsOf = (groups: readonly Grouped[], toCell: (image: Image) => Cell): readonly Section[] =>
  groups.map(({ group, images }) => ({ group, cells: images.map(toCell), low: false }))

/** Orders in which images of a group stay together. */
const groupsIn = (lane: Lane, { by }: Arrangement['order']): boolean =>
  by === 'name' || (by === 'doubt' && lane === 'unsorted')

/**
 * What every lane shows: its images, then what the plan makes, then the places that stay open. Under a filter only images that it lets
 * through; the figures are about all of them.
 */
export const laneModels = (
  images: readonly Image[],
  target: PerStyle,
  plan: PlanView | null,
  { matches, order }: Arrangement = AS_NAMED,
): readonly LaneModel[] => modelsOf(images, target, plan, matches, order)

const modelsOf = remembered(
  (
    images: readonly Image[],
    target: PerStyle,
    plan: PlanView | null,
    matches: Arrangement['matches'],
    order: Arrangement['order'],
  ): readonly LaneModel[] => {
    const arrangement = { matches, order }
    const steps = new Map(plan?.deletions.map((step) => [step.filename, step]) ?? [])
    const shared = new Set(sharedReasons(plan?.deletions ?? []).map(({ detail }) => detail))
    const toCell = (image: Image): Cell => {
      const step = steps.get(image.filename) ?? null
      return { kind: 'image', key: image.imageId, image, step, terse: step !== null && shared.has(step.detail) }
    }
    const byLane = Map.groupBy(images, (image) => image.lane)
    return LANES.map((lane): LaneModel => {
      const all = byLane.get(lane) ?? []
      const here = arranged(all, arrangement)
      const filtered = arrangement.matches !== null
      const none = {
        lane,
        images: all.length,
        shown: filtered ? here.length : null,
        leaning: 0,
        target: null,
        missing: 0,
        surplus: 0,
        open: 0,
      }
      if (!styleLane(lane)) {
        const cells = here.map(toCell)
        const sections =
          lane === 'unsorted' && groupsIn(lane, order)
            ? sectionsOf(undecidedGroups(here, order.by === 'doubt'), toCell)
            : sectionOf(cells)
        return { ...none, sections }
      }
      const leaning = (byLane.get('unsorted') ?? []).filter(
        (image) => image.style === lane && image.verdict !== null,
      ).length
      const missing = Math.max(0, target[lane] - all.length - leaning)
      const generations = plan?.generations.filter((step) => step.type === lane) ?? []
      // Unsure images fill places of their likeliest style, as they do in a plan.
      const open = plan ? (plan.shortfalls.find((shortfall) => shortfall.type === lane)?.missing ?? 0) : missing
      const surplus = Math.max(0, all.length - target[lane])
      const sections = [
        ...(groupsIn(lane, order) ? sectionsOf(personGroups(here), toCell) : sectionOf(here.map(toCell))),
        ...sectionOf(
          (filtered ? [] : generations).map((step): Cell => ({ kind: 'step', key: step.stepId, step })),
          true,
        ),
      ]
      return { ...none, sections, leaning, target: target[lane], missing, surplus, open: filtered ? 0 : open }
    })
  },
)

/** Keys of the cells that focus may rest on, in reading order. */
export const focusable = (model: LaneModel): readonly string[] =>
  model.sections.flatMap((section) => section.cells.map((cell) => cell.key))
