import type { ActorView } from '../../../../main/contract/views.ts'
import { STYLES } from '../../../../main/domain/style.ts'
import type { Image } from '../images/image.ts'
import { strings } from '../../base/strings/index.ts'

/** One step of the tour. */
export interface Step {
  /** Selector of the element that it points at. */
  readonly anchor: string
  readonly title: string
  readonly text: string
  /** Thumbnail of the user's image that the step is about. */
  readonly thumbUrl: string | null
}

const { tour } = strings

/** A new user learns most from the image that the evaluator is least sure of. */
const doubt = (image: Image): number => (image.lane === 'unsorted' ? 2 : 0) + (1 - (image.confidence ?? 0.5))

/** Returns steps about this actor: classify an image, see what is missing, assess it if needed, and press Balance. */
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
