import { counts } from '../domain/image.ts'
import { saysSomething } from '../domain/opinion.ts'
import { type Advice, adviceFor, NO_SHOT, type ToldShot } from '../domain/shot.ts'
import { storedOpinions } from './due-images.ts'
import { type KnownImage, knownImages } from './known-images.ts'
import type { Session } from './session.ts'

/**
 * What the actor's good images lack in angles, framing, expression and light: as the vision model saw them or, where it did not,
 * as the prompts asked that they were made with. Pixels say nothing about it. Null when too little is known.
 */
export function adviceOf(session: Session, actorId: string): Advice | null {
  const opinionOf = storedOpinions(session, actorId)
  const told = (image: KnownImage): ToldShot => {
    const opinion = opinionOf?.(image) ?? null
    if (opinion !== null && saysSomething(opinion)) return { shot: opinion.shot, looked: true }
    const { prompt_id: promptId } = image.entry
    const prompt = typeof promptId === 'string' ? session.prompts.find(promptId) : undefined
    return { shot: prompt?.shot ?? NO_SHOT, looked: false }
  }
  return adviceFor(knownImages(session, actorId).filter(counts).map(told))
}
