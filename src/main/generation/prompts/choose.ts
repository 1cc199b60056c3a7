import type { FilledPrompt, Prompt } from '../../domain/prompt.ts'
import type { Style } from '../../domain/style.ts'
import { fillPrompt } from './fill.ts'
import type { PromptLibrary } from './library.ts'
import { shuffled } from './shuffle.ts'
import type { Subject } from './subject.ts'
import { baseId, variations } from './varied.ts'

const same = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, ' ').trim()

/** The prompt as it stands, then with every other angle and light, in an order that the seed gives. */
function* fillings(prompt: Prompt, subject: Subject, seed: number): Generator<FilledPrompt> {
  yield fillPrompt(prompt, subject)
  for (const varied of shuffled(variations(prompt), seed)) yield fillPrompt(varied, subject)
}

export interface PromptChoice {
  readonly library: PromptLibrary
  readonly style: Style
  readonly n: number
  /** A whole number that fixes the order; to be recorded with what was chosen. */
  readonly seed: number
  /** What the actor's images were made with before. */
  readonly used: { readonly promptIds: readonly string[]; readonly prompts: readonly string[] }
  readonly subject: Subject
}

/**
 * Prompts of one style for one actor, none of which the actor has: those of the library it used least come first, and one
 * that it already has comes back only with another angle and light. Fewer than `n` when the library holds no more.
 */
export function choosePrompts({ library, style, n, seed, used, subject }: PromptChoice): FilledPrompt[] {
  const takenIds = new Set(used.promptIds)
  const takenTexts = new Set(used.prompts.map(same))
  const candidates = shuffled(
    library.all.filter((prompt) => prompt.type === style),
    seed,
  ).map((prompt, place) => {
    const byId = used.promptIds.filter((id) => baseId(id) === prompt.id).length
    const byText = takenTexts.has(same(fillPrompt(prompt, subject).prompt)) ? 1 : 0
    return { uses: Math.max(byId, byText), rest: fillings(prompt, subject, seed + place + 1) }
  })
  const next = (rest: Generator<FilledPrompt>): FilledPrompt | null => {
    for (let filled = rest.next(); !filled.done; filled = rest.next()) {
      if (!takenIds.has(filled.value.prompt_id) && !takenTexts.has(same(filled.value.prompt))) return filled.value
    }
    return null
  }

  const chosen: FilledPrompt[] = []
  let open = candidates
  while (chosen.length < n && open.length > 0) {
    const least = open.reduce((a, b) => (b.uses < a.uses ? b : a))
    const filled = next(least.rest)
    least.uses++
    if (filled === null) open = open.filter((candidate) => candidate !== least)
    else {
      takenIds.add(filled.prompt_id)
      takenTexts.add(same(filled.prompt))
      chosen.push(filled)
    }
  }
  return chosen
}
