import type { FilledPrompt, Prompt } from '../../domain/prompt.ts'
import type { Subject } from './subject.ts'

const SLOT = /\{(\w+)\}/g

/** Fields of a prompt that its text can insert, and words of a subject that agree with it. */
const SLOTS = ['subject', 'possessive', 'pronoun', 'object', 'angle', 'framing', 'gaze', 'light', 'setting'] as const

const capitalised = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1)

/** Returns slots in a text that no prompt can fill, which are probably misspelt. */
export const unknownSlots = (text: string): readonly string[] =>
  [...text.matchAll(SLOT)]
    .map((match) => match[1] ?? '')
    .filter((slot) => !SLOTS.some((known) => known === slot || capitalised(known) === slot))

function fillSlots(text: string, valueOf: (name: string) => string | undefined): string {
  return text.replaceAll(
    SLOT,
    (_slot, name: string) =>
      valueOf(name) ?? capitalised(valueOf(name.slice(0, 1).toLowerCase() + name.slice(1)) ?? ''),
  )
}

const UNEVEN = /\s\s|[^\S ]|^ | $/

/** Collapses spaces to one between words and none around them. Thousands of texts are even already, so a cheap test comes first. */
export const evenlySpaced = (text: string): string => (UNEVEN.test(text) ? text.replaceAll(/\s+/g, ' ').trim() : text)

/** Fills the prompt for this subject, ready to send: no slot and no double space is left. */
export function fillPrompt(prompt: Prompt, subject: Subject): FilledPrompt {
  const { words, possessive, pronoun, object } = subject
  const person = new Map([
    ['subject', words],
    ['possessive', possessive],
    ['pronoun', pronoun],
    ['object', object],
  ])
  const ofPerson = (name: string) => person.get(name)
  const { angle, framing, gaze, light, setting } = prompt
  const fields = new Map([
    ['angle', angle],
    ['framing', framing],
    ['gaze', gaze],
    ['light', light],
    ['setting', setting],
  ])
  const valueOf = (name: string): string | undefined => {
    const field = fields.get(name)
    return field === undefined ? ofPerson(name) : fillSlots(field, ofPerson)
  }
  return {
    prompt_id: prompt.id,
    prompt: evenlySpaced(fillSlots(prompt.text, valueOf)),
    aspect_ratio: prompt.aspect_ratio,
    title: prompt.title,
    variant: prompt.variant,
    shot: prompt.shot,
  }
}
