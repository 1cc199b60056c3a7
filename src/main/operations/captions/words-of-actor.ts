import { z } from 'zod'
import { DEFAULT_TRIGGER } from '../../domain/caption/trigger.ts'
import { subjectWords } from '../../generation/prompts/subject.ts'
import { folderOf } from '../context/library-context.ts'
import type { CaptionContext } from './caption-context.ts'

const Word = z.string().trim().min(1).max(80).optional().catch(undefined)
/** What `actor.json` may say for captions; everything else in it is read elsewhere. */
const About = z.object({ trigger: Word, class: Word }).catch({ trigger: undefined, class: undefined })

export interface ActorWords {
  /** The word that is to stand for the actor. */
  readonly trigger: string
  /** What the actor is one of: "woman", "boy", "person". */
  readonly classWord: string
}

/** The trigger and the class of an actor: as given, else as `actor.json` has them, else what follows from it. */
export function wordsOfActor(
  context: CaptionContext,
  actorId: string,
  given: { readonly trigger?: string | undefined; readonly classWord?: string | undefined } = {},
): ActorWords {
  const { about } = folderOf(context, actorId)
  const own = About.parse(about ?? {})
  return {
    trigger: given.trigger ?? own.trigger ?? DEFAULT_TRIGGER,
    classWord: given.classWord ?? own.class ?? classOf(subjectWords(actorId, about).words),
  }
}

const classOf = (words: string): string => /\b(boy|girl|man|woman|child)\b/.exec(words)?.[1] ?? 'person'
