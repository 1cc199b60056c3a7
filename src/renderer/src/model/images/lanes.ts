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

/** A focusable cell of a lane: an image, or an image to generate (a plan step). */
export type Cell =
  | {
      readonly kind: 'image'
      readonly key: string
      readonly image: Image
      readonly step: DeletionStep | null
      /** True when the reason for its removal is shown once for several images, outside the tile. */
      readonly terse: boolean
    }
  | { readonly kind: 'step'; readonly key: string; readonly step: GenerationStep }

interface Section {
  readonly group: Group | null
  readonly cells: readonly Cell[]
  /** True for images to generate: they follow the images in low cells to leave the room to images. */
  readonly low: boolean
}

export interface LaneModel {
  readonly lane: Lane
  readonly sections: readonly Section[]
  /** Number of images in this lane. */
  readonly images: number
  /** Number of images that match the filter; null without a filter. */
  readonly shown: number | null
  /** Number of unsure images whose likeliest style this is. */
  readonly leaning: number
  readonly target: number | null
  /** Images to generate, and images beyond the target, by the current labels. */
  readonly missing: number
  readonly surplus: number
  /** Places of the target that neither an image nor the plan fills. */
  readonly open: number
}

const styleLane = (lane: Lane): lane is Style => lane !== 'unsorted' && lane !== 'rejected'

const sectionOf = (cells: readonly Cell[], low = false): readonly Section[] =>
  cells.length > 0 ? [{ group: null, cells, low }] : []

const sectionsOf = (groups: readonly Grouped[], toCell: (image: Image) => Cell): readonly Section[] =>
  groups.map(({ group, images }) => ({ group, cells: images.map(toCell), low: false }))

/** Returns true when images of a group stay together in this order. */
const groupsIn = (lane: Lane, { by }: Arrangement['order']): boolean =>
  by === 'name' || (by === 'doubt' && lane === 'unsorted')

/**
 * Builds the content of every lane: its images, then images to generate, then open places. A filter hides images, but the counts include
 * all of them.
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
      // As in a plan, unsure images fill places of their likeliest style.
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

/** Returns the keys of the focusable cells, in reading order. */
export const focusable = (model: LaneModel): readonly string[] =>
  model.sections.flatMap((section) => section.cells.map((cell) => cell.key))
