import type { FilledPrompt, Prompt } from '../../domain/prompt.ts'
import { type Advice, answers, withScene } from '../../domain/shot.ts'
import type { Style } from '../../domain/style.ts'
import { evenlySpaced, fillPrompt } from './fill.ts'
import type { PromptLibrary } from './library.ts'
import { shuffled } from './shuffle.ts'
import type { Subject } from './subject.ts'
import { baseId, variations } from './varied.ts'

/** Normalises a text so that case and spaces do not matter in comparisons. */
const same = (text: string): string => evenlySpaced(text.toLowerCase())

/** Yields the prompt as it stands, then with every other angle and light in a seeded order, those that fill a gap of the set first. */
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
  /** A whole number that fixes the order; record it with the chosen prompts. */
  readonly seed: number
  /** Prompts already used for the actor's images. */
  readonly used: { readonly promptIds: readonly string[]; readonly prompts: readonly string[] }
  readonly subject: Subject
  /** Gaps of the actor's set: among prompts used equally often, those that fill a gap come first. */
  readonly advice?: Advice | null
}

interface Candidate {
  uses: number
  readonly rest: Generator<FilledPrompt>
  /** Next filling taken from `rest` and not chosen yet; `text` is it after `same`. */
  ahead: { readonly filled: FilledPrompt; readonly text: string } | null
}

/**
 * Chooses prompts of one style for one actor, none of which the actor has: the library's least used come first, and a used prompt returns
 * only with another angle and light. Returns fewer than `n` when the library has no more.
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
  const peek = (candidate: Candidate): Candidate['ahead'] => {
    let { ahead } = candidate
    while (ahead === null || usedIds.has(ahead.filled.prompt_id) || usedTexts.has(ahead.text)) {
      const next = candidate.rest.next()
      if (next.done) return (candidate.ahead = null)
      ahead = { filled: next.value, text: same(next.value.prompt) }
    }
    return (candidate.ahead = ahead)
  }

  const chosen: FilledPrompt[] = []
  let lacking = advice
  while (chosen.length < n && open.length > 0) {
    const least = Math.min(...open.map(({ uses }) => uses))
    const [first, ...others] = open.filter(({ uses }) => uses === least)
    if (!first) break
    const score = (candidate: Candidate): number => {
      const ahead = peek(candidate)
      return ahead && lacking ? answers(ahead.filled.shot, lacking) : -Infinity
    }
    const best = lacking ? others.reduce((a, b) => (score(b) > score(a) ? b : a), first) : first
    const ahead = peek(best)
    best.uses++
    if (ahead === null) open = open.filter((candidate) => candidate !== best)
    else {
      const { filled, text } = ahead
      usedIds.add(filled.prompt_id)
      usedTexts.add(text)
      lacking &&= withScene(lacking, filled.shot)
      chosen.push(filled)
    }
  }
  return chosen
}
