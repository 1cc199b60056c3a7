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
  /** What the actor is one of: "woman", "robot", "character". */
  readonly classWord: string
  /** How a prompt speaks of the actor: "a teenage boy of European descent". */
  readonly subject: string
}

/** The trigger and the class of an actor: as given, else as `actor.json` has them, else what follows from it. */
export function wordsOfActor(
  context: CaptionContext,
  actorId: string,
  given: { readonly trigger?: string | undefined; readonly classWord?: string | undefined } = {},
): ActorWords {
  const { about } = folderOf(context, actorId)
  const own = About.parse(about ?? {})
  const subject = subjectWords(actorId, about).words
  return {
    subject,
    trigger: given.trigger ?? own.trigger ?? DEFAULT_TRIGGER,
    classWord: given.classWord ?? own.class ?? classOf(subject),
  }
}

const HUMAN = /\b(boy|girl|man|woman|child)\b/
/** What follows says more of the subject, but not what it is. */
const MORE = /\s+(?:of|with|in|from|who|that|wearing|and)\s.*$|[,;(].*$/

/** "a teenage boy of European descent" is a boy, "a copper robot with one eye" a robot; where only a name is known, it is a character. */
export function classOf(words: string): string {
  const human = HUMAN.exec(words)?.[1]
  if (human !== undefined) return human
  const noun = /(?:^|\s)(\p{Ll}[\p{Ll}-]*)$/u.exec(words.replace(MORE, ''))?.[1]
  return noun === undefined ? 'character' : noun === 'adult' ? 'person' : noun
}
