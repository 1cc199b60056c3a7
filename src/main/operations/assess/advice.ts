import type { ImageCard } from '../../catalog/card.ts'
import { counts } from '../../domain/image.ts'
import { saysSomething } from '../../domain/opinion.ts'
import { type Advice, adviceFor, NO_SHOT, type ToldShot } from '../../domain/shot.ts'
import { storedOpinions } from '../vision/due-images.ts'
import type { AssessContext } from './assess-context.ts'

/**
 * What the actor's good images lack in angles, framing, expression and light: as the vision model saw them or, where it did not,
 * as the prompts asked that they were made with. Pixels say nothing about it. Null when too little is known.
 */
export function adviceOf(context: AssessContext, actorId: string): Advice | null {
  const opinionOf = storedOpinions(context, actorId)
  const told = (card: ImageCard): ToldShot => {
    const opinion = opinionOf?.(card) ?? null
    if (opinion !== null && saysSomething(opinion)) return { shot: opinion.shot, looked: true }
    const prompt = card.promptId === null ? undefined : context.prompts.find(card.promptId)
    return { shot: prompt?.shot ?? NO_SHOT, looked: false }
  }
  return adviceFor(context.catalog.cards.ofActor(actorId).filter(counts).map(told))
}
