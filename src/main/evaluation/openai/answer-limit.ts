import { sightOf } from './image-tokens.ts'

/** Parameter that servers use to limit an answer in tokens, reasoning included. */
export type LimitName = 'max_tokens' | 'max_completion_tokens'

/** Room for an answer in tokens: `least` must be affordable before the request is sent, `most` is granted where possible. */
export interface AnswerRoom {
  readonly least: number
  readonly most: number
}

/** The name that one server uses for the limit, learned from its answers. */
export interface LimitNames {
  /** Null when no limit is sent, so that nothing bounds what an answer costs. */
  current(): LimitName | null
  /** Records that the server refused a name. Returns true when another name, or none, is left to try. */
  refused(name: LimitName | null): boolean
}

/**
 * Creates the names to try. OpenAI itself accepts `max_completion_tokens` for every model, and requires it for reasoning models. Other
 * servers share no name: only those that are paid are sent a limit, first by the name that the model's maker would use, then by the other,
 * then none.
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

/** Least room, in tokens, for the second attempt after an answer was cut off; it gets at least twice its first room. */
const LEAST_SECOND = 4096
const SECOND = { least: 1.5, most: 2 }

/** Returns the room for the one retry of an answer that was cut off after so many tokens. */
export const secondRoom = (tokens: number): AnswerRoom => ({
  least: Math.ceil(tokens * SECOND.least),
  most: Math.max(LEAST_SECOND, tokens * SECOND.most),
})

/** Returns the limit in tokens; `share`, from 0 to 1, is how much of the range between the least and the most can be afforded. */
export const tokensOf = ({ least, most }: AnswerRoom, share: number): number =>
  least + Math.floor(share * Math.max(0, most - least))
