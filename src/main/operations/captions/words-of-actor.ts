import { z } from 'zod'
import { DEFAULT_TRIGGER } from '../../domain/caption/trigger.ts'
import { subjectWords } from '../../generation/prompts/subject.ts'
import { folderOf } from '../context/library-context.ts'
import type { CaptionContext } from './caption-context.ts'

const Word = z.string().trim().min(1).max(80).optional().catch(undefined)
/** The fields of `actor.json` for captions; its other fields are read elsewhere. */
const About = z.object({ trigger: Word, class: Word }).catch({ trigger: undefined, class: undefined })

export interface ActorWords {
  /** The trigger word for the actor. */
  readonly trigger: string
  /** The class of the actor: "woman", "robot", "character". */
  readonly classWord: string
  /** The actor as prompts describe it: "a teenage boy of European descent". */
  readonly subject: string
}

/** Returns the trigger and class of an actor: the given ones, else those of `actor.json`, else ones derived from its description. */
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
/** Matches the words after the noun, which describe the subject further. */
const MORE = /\s+(?:of|with|in|from|who|that|wearing|and)\s.*$|[,;(].*$/

/**
 * Returns the class in a description: "boy" for "a teenage boy of European descent", "robot" for "a copper robot with one eye", and
 * "character" when only a name is known.
 */
export function classOf(words: string): string {
  const human = HUMAN.exec(words)?.[1]
  if (human !== undefined) return human
  const noun = /(?:^|\s)(\p{Ll}[\p{Ll}-]*)$/u.exec(words.replace(MORE, ''))?.[1]
  return noun === undefined ? 'character' : noun === 'adult' ? 'person' : noun
}
