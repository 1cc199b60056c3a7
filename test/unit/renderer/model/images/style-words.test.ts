import { expect, it } from 'vitest'
import { inWords } from '../../../../../src/renderer/src/model/culling/words.ts'
import { styleWords } from '../../../../../src/renderer/src/model/images/style-words.ts'
import { image } from '../../images.ts'

const guessed = { style: 'photorealistic', decidedBy: 'evaluator', confidence: 0.94, verdict: 'keep' } as const

it('calls no guess sure that is shown as unsure', () => {
  const sure = image('a', { ...guessed, unsure: false })
  const unsure = image('b', { ...guessed, unsure: true })
  expect(styleWords(sure)).toMatch(/^Photorealistic · .* · 94 % sure$/)
  expect(styleWords(unsure)).toMatch(/^Photorealistic\? · .* · unsure, 94 %$/)
  expect(inWords(unsure)).toContain('unsure, 94 %')
})

it('tells nothing of what nobody measured, and no figure of what a person said', () => {
  expect(styleWords(image('a', { style: null, verdict: null, decidedBy: null, confidence: null }))).toBe('')
  expect(styleWords(image('b', { ...guessed, decidedBy: 'human', unsure: false }))).not.toContain('%')
})
