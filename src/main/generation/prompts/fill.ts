import type { FilledPrompt, Prompt } from '../../domain/prompt.ts'
import type { Subject } from './subject.ts'

const SLOT = /\{(\w+)\}/g

/** The fields of a prompt that its text can take in, and the words of a subject that agree with it. */
export const SLOTS = [
  'subject',
  'possessive',
  'pronoun',
  'object',
  'angle',
  'framing',
  'gaze',
  'light',
  'setting',
] as const

const capitalised = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1)

/** Slots in a text that no prompt can fill, and so probably are misspelt. */
export const unknownSlots = (text: string): readonly string[] =>
  [...text.matchAll(SLOT)]
    .map((match) => match[1] ?? '')
    .filter((slot) => !SLOTS.some((known) => known === slot || capitalised(known) === slot))

function fillSlots(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(SLOT, (_slot, name: string) => {
    const value = values.get(name)
    return value ?? capitalised(values.get(name.slice(0, 1).toLowerCase() + name.slice(1)) ?? '')
  })
}

/** The prompt about this subject, ready to be sent: no slot and no double space is left. */
export function fillPrompt(prompt: Prompt, subject: Subject): FilledPrompt {
  const { words, possessive, pronoun, object } = subject
  const person = new Map(Object.entries({ subject: words, possessive, pronoun, object }))
  const { angle, framing, gaze, light, setting } = prompt
  const fields = Object.entries({ angle, framing, gaze, light, setting })
  const values = new Map([...person, ...fields.map(([name, text]) => [name, fillSlots(text, person)] as const)])
  return {
    prompt_id: prompt.id,
    prompt: fillSlots(prompt.text, values).replaceAll(/\s+/g, ' ').trim(),
    aspect_ratio: prompt.aspect_ratio,
    title: prompt.title,
    variant: prompt.variant,
    shot: prompt.shot,
  }
}
