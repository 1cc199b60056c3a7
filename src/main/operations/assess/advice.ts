import type { ImageSummary } from '../../catalog/image-summary.ts'
import { counts } from '../../domain/image.ts'
import { shotOfCaption } from '../../domain/caption/shot-of-caption.ts'
import { saysSomething } from '../../domain/opinion.ts'
import { type Advice, adviceFor, NO_SHOT, type KnownShot, type Shot } from '../../domain/shot.ts'
import { storedOpinions } from '../vision/due-images.ts'
import type { AssessContext } from './assess-context.ts'

/**
 * What the actor's good images lack in angles, framing, expression and light: as the vision model saw them or, where it did not,
 * as their captions say and the prompts asked that they were made with. Pixels say nothing about it. Null when too little is known.
 */
export function adviceOf(context: AssessContext, actorId: string): Advice | null {
  const opinionOf = storedOpinions(context, actorId)
  const captions = new Map(context.catalog.captions.ofActor(actorId).map(({ imageId, text }) => [imageId, text]))
  const told = (summary: ImageSummary): KnownShot => {
    const opinion = opinionOf?.(summary) ?? null
    if (opinion !== null && saysSomething(opinion)) return { shot: opinion.shot, looked: true }
    const prompt = summary.promptId === null ? undefined : context.prompts.find(summary.promptId)
    return { shot: filledIn(shotOfCaption(captions.get(summary.id) ?? ''), prompt?.shot ?? NO_SHOT), looked: false }
  }
  return adviceFor(context.catalog.summaries.ofActor(actorId).filter(counts).map(told))
}

const filledIn = (shot: Shot, by: Shot): Shot => ({
  angle: shot.angle ?? by.angle,
  framing: shot.framing ?? by.framing,
  expression: shot.expression ?? by.expression,
  light: shot.light ?? by.light,
})
