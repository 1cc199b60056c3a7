import type { ImageSummary } from '../../catalog/image-summary.ts'
import { backgroundOfText, isPlain } from '../../domain/caption/background.ts'
import { counts } from '../../domain/image.ts'
import { shotOfCaption } from '../../domain/caption/shot-of-caption.ts'
import { saysSomething } from '../../domain/opinion.ts'
import { type Advice, adviceFor, NO_SHOT, type Shot } from '../../domain/shot.ts'
import { type SeenImage, type Variety, varietyOf } from '../../domain/variety.ts'
import { storedOpinions } from '../vision/due-images.ts'
import type { AssessContext } from './assess-context.ts'

/**
 * What the actor's good images lack in angles, framing, expression and light: as the vision model saw them or, where it did not,
 * as their captions say and the prompts asked that they were made with. Pixels say nothing about it. Null when too little is known.
 */
export const adviceOf = (context: AssessContext, actorId: string): Advice | null =>
  adviceFor(seenImages(context, actorId))

/** What the actor's good images show, as far as it is known. */
export const varietyOfActor = (context: AssessContext, actorId: string): Variety =>
  varietyOf(seenImages(context, actorId), context.catalog.summaries.summaryOf(actorId).fromOne)

function seenImages(context: AssessContext, actorId: string): readonly SeenImage[] {
  const opinionOf = storedOpinions(context, actorId)
  const captions = new Map(context.catalog.captions.ofActor(actorId).map(({ imageId, text }) => [imageId, text]))
  const seen = (summary: ImageSummary): SeenImage => {
    const caption = captions.get(summary.id) ?? ''
    const background =
      backgroundOfText(caption) ?? backgroundOfText(summary.prompt ?? '') ?? (isPlain(summary.colours) ? 'plain' : null)
    const opinion = opinionOf?.(summary) ?? null
    if (opinion !== null && saysSomething(opinion)) return { shot: opinion.shot, looked: true, background }
    const prompt = summary.promptId === null ? undefined : context.prompts.find(summary.promptId)
    return { shot: filledIn(shotOfCaption(caption), prompt?.shot ?? NO_SHOT), looked: false, background }
  }
  return context.catalog.summaries.ofActor(actorId).filter(counts).map(seen)
}

const filledIn = (shot: Shot, by: Shot): Shot => ({
  angle: shot.angle ?? by.angle,
  framing: shot.framing ?? by.framing,
  expression: shot.expression ?? by.expression,
  light: shot.light ?? by.light,
})
