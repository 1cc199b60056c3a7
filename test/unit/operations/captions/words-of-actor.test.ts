import { expect, test } from 'vitest'
import { subjectWords } from '../../../../src/main/generation/prompts/subject.ts'
import { classOf } from '../../../../src/main/operations/captions/words-of-actor.ts'

test.each([
  ['0000_european_16_male', undefined, 'boy'],
  ['0003_latin_30_female', undefined, 'woman'],
  ['juniper_robot', undefined, 'character'],
  ['juniper_robot', { name: 'Juniper' }, 'character'],
  ['juniper_robot', { subject: 'small copper robot with one eye' }, 'robot'],
  ['fox', { subject: 'a talking fox' }, 'fox'],
  ['ann', { age: 40 }, 'person'],
  ['ann', { subject: 'Sherlock Holmes' }, 'character'],
])('%s (%j) is called a %s', (actorId, about, word) => {
  expect(classOf(subjectWords(actorId, about).words)).toBe(word)
})
