import { sightOf } from './image-tokens.ts'

/** What servers call the limit of an answer in tokens, thoughts included. */
export type LimitName = 'max_tokens' | 'max_completion_tokens'

/** How long an answer may be, in tokens: `least` has to be affordable before it is asked for, `most` is what it gets where it can. */
export interface AnswerRoom {
  readonly least: number
  readonly most: number
}

/** What one server calls the limit, learnt as it answers. */
export interface LimitNames {
  /** Null: it is sent none, so that nothing bounds what an answer costs. */
  current(): LimitName | null
  /** Answers whether another name, or none, is left to be tried. */
  refused(name: LimitName | null): boolean
}

/**
 * OpenAI itself knows `max_completion_tokens` for every model, and asks for it where they think. Other servers share no name: of theirs
 * only those that are paid are sent a limit, by the name that the model's maker would use, then by the other, then none.
 */
export function createLimitNames({
  model,
  isOpenAi,
  isPaid,
}: {
  readonly model: string
  readonly isOpenAi: boolean
  readonly isPaid: boolean
}): LimitNames {
  const others: readonly LimitName[] =
    sightOf(model) === 'unknown' ? ['max_tokens', 'max_completion_tokens'] : ['max_completion_tokens', 'max_tokens']
  const names: readonly LimitName[] = isOpenAi ? ['max_completion_tokens'] : isPaid ? others : []
  let tried = 0
  const current = (): LimitName | null => names[tried] ?? null
  return {
    current,
    refused(name) {
      if (name === null || isOpenAi) return false
      // Another request may have been refused before.
      if (current() === name) tried++
      return true
    },
  }
}

/** A cut-off answer gets room for twice what it had, and at least this. */
const LEAST_SECOND = 4096
const SECOND = { least: 1.5, most: 2 }

/** For the one more time that an answer of so many tokens was cut off. */
export const secondRoom = (tokens: number): AnswerRoom => ({
  least: Math.ceil(tokens * SECOND.least),
  most: Math.max(LEAST_SECOND, tokens * SECOND.most),
})

/** `share`, from 0 to 1: how much of what lies between the least and the most can be afforded. */
export const tokensOf = ({ least, most }: AnswerRoom, share: number): number =>
  least + Math.floor(share * Math.max(0, most - least))
