import type { Prompt } from '../../domain/prompt.ts'
import { ANGLE_SHOTS, ANGLES, LIGHT_SHOTS, LIGHTS } from './variety.ts'

const VARIED_ID = /^(.+)\.(\d+)-(\d+)$/

/** Returns the id of the library's own prompt behind a varied one. */
export const baseId = (id: string): string => VARIED_ID.exec(id)?.[1] ?? id

/** Returns the prompt with every angle and light of the tables; ids are `{id}.{angle}-{light}` by their position, from 1. */
export const variations = (prompt: Prompt): readonly Prompt[] =>
  ANGLES.flatMap((angle, a) =>
    LIGHTS.map((light, l) => ({
      ...prompt,
      id: `${prompt.id}.${a + 1}-${l + 1}`,
      angle,
      light,
      shot: { ...prompt.shot, angle: ANGLE_SHOTS[angle], light: LIGHT_SHOTS[light] },
    })),
  )

/** Returns the prompt with an id, for a varied one with its angle and light; undefined when the library does not have it. */
export function findPrompt(prompts: readonly Prompt[], id: string): Prompt | undefined {
  const prompt = prompts.find((candidate) => candidate.id === baseId(id))
  if (!prompt || prompt.id === id) return prompt
  return variations(prompt).find((varied) => varied.id === id)
}
