import type { FilledPrompt, Prompt } from '../../domain/prompt.ts'
import { type Advice, answers, withShot } from '../../domain/shot.ts'
import type { Style } from '../../domain/style.ts'
import { fillPrompt } from './fill.ts'
import type { PromptLibrary } from './library.ts'
import { shuffled } from './shuffle.ts'
import type { Subject } from './subject.ts'
import { baseId, variations } from './varied.ts'

const same = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, ' ').trim()

/** The prompt as it stands, then with every other angle and light, in an order that the seed gives, what is missing first. */
function* fillings(prompt: Prompt, subject: Subject, seed: number, advice: Advice | null): Generator<FilledPrompt> {
  yield fillPrompt(prompt, subject)
  const others = shuffled(variations(prompt), seed)
  const ordered = advice ? others.toSorted((a, b) => answers(b.shot, advice) - answers(a.shot, advice)) : others
  for (const varied of ordered) yield fillPrompt(varied, subject)
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
  /** What the actor's set lacks: of prompts that were used as little, those that bring it come first. */
  readonly advice?: Advice | null
}

interface Candidate {
  uses: number
  readonly rest: Generator<FilledPrompt>
  /** Taken from `rest` to be looked at, and not chosen yet. */
  ahead: FilledPrompt | null
}

/**
 * Prompts of one style for one actor, none of which the actor has: those of the library it used least come first, and one
 * that it already has comes back only with another angle and light. Fewer than `n` when the library holds no more.
 */
export function choosePrompts({ library, style, n, seed, used, subject, advice = null }: PromptChoice): FilledPrompt[] {
  const usedIds = new Set(used.promptIds)
  const usedTexts = new Set(used.prompts.map(same))
  let open = shuffled(
    library.all.filter((prompt) => prompt.type === style),
    seed,
  ).map((prompt, place): Candidate => {
    const byId = used.promptIds.filter((id) => baseId(id) === prompt.id).length
    const byText = usedTexts.size > 0 && usedTexts.has(same(fillPrompt(prompt, subject).prompt)) ? 1 : 0
    return { uses: Math.max(byId, byText), rest: fillings(prompt, subject, seed + place + 1, advice), ahead: null }
  })
  const isUsed = ({ prompt_id, prompt }: FilledPrompt) => usedIds.has(prompt_id) || usedTexts.has(same(prompt))
  const peek = (candidate: Candidate): FilledPrompt | null => {
    while (candidate.ahead === null || isUsed(candidate.ahead)) {
      const filled = candidate.rest.next()
      if (filled.done) return (candidate.ahead = null)
      candidate.ahead = filled.value
    }
    return candidate.ahead
  }

  const chosen: FilledPrompt[] = []
  let lacking = advice
  while (chosen.length < n && open.length > 0) {
    const least = Math.min(...open.map(({ uses }) => uses))
    const [first, ...others] = open.filter(({ uses }) => uses === least)
    if (!first) break
    const score = (candidate: Candidate): number => {
      const filled = peek(candidate)
      return filled && lacking ? answers(filled.shot, lacking) : -Infinity
    }
    const best = lacking ? others.reduce((a, b) => (score(b) > score(a) ? b : a), first) : first
    const filled = peek(best)
    best.uses++
    if (filled === null) open = open.filter((candidate) => candidate !== best)
    else {
      usedIds.add(filled.prompt_id)
      usedTexts.add(same(filled.prompt))
      lacking &&= withShot(lacking, filled.shot)
      chosen.push(filled)
    }
  }
  return chosen
}
