import type { ActorView } from '../../../../main/contract/views.ts'
import { STYLES } from '../../../../main/domain/style.ts'
import type { Image } from '../images/image.ts'
import { strings } from '../../base/strings/index.ts'

/** One thing the tour points at. */
export interface Step {
  /** Where on the screen, as a selector. */
  readonly anchor: string
  readonly title: string
  readonly text: string
  /** The user's own image that it speaks of. */
  readonly thumbUrl: string | null
}

const { tour } = strings

/** Whoever sees the app for the first time learns most from the image that a machine is least sure of. */
const doubt = (image: Image): number => (image.lane === 'unsorted' ? 2 : 0) + (1 - (image.confidence ?? 0.5))

/** About this actor: sort one of its images, see what it lacks, have it assessed if it is not, and what the button does. */
export function stepsFor(actor: ActorView, images: readonly Image[]): readonly Step[] {
  const image = images.toSorted((a, b) => doubt(b) - doubt(a))[0]
  if (!image) return []
  const short = STYLES.find((style) => actor.counts[style] < actor.target[style])
  return [
    {
      anchor: `[data-image-id="${image.imageId}"]`,
      title: tour.sort,
      text: tour.sortText(image.filename, image.lane !== 'unsorted'),
      thumbUrl: image.thumbUrl,
    },
    {
      anchor: `[data-lane="${short ?? 'photorealistic'}"] .lane-head`,
      title: short ? tour.gap : tour.full,
      text: short ? tour.gapText(short, actor.counts[short], actor.target[short]) : tour.fullText(actor.actorId),
      thumbUrl: null,
    },
    ...(actor.unassessed > 0
      ? [{ anchor: '.pane-notice, .header-actions', title: tour.assess, text: tour.assessText, thumbUrl: null }]
      : []),
    { anchor: '.header-actions', title: tour.balance, text: tour.balanceText, thumbUrl: null },
  ]
}
