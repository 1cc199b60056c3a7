import { expect, test } from 'vitest'
import { CAPTION_GUIDES, GUIDES } from '../../../../src/main/domain/caption/guide.ts'
import {
  BASE_MODELS,
  modelFor,
  MODELS_OF,
  TRAINERS,
  usualResolution,
} from '../../../../src/main/domain/training/trainer.ts'

test('a trainer keeps the base model that it can train, and takes its usual one in place of another', () => {
  expect(modelFor('kohya', 'sdxl')).toBe('sdxl')
  expect(modelFor('kohya', 'qwen-image')).toBe('flux')
  expect(modelFor('musubi')).toBe('qwen-image')
  expect(usualResolution('sd15')).toBe(512)
  expect(usualResolution('sdxl')).toBe(1024)
})

test('every base model has a trainer and a way to caption for it', () => {
  for (const model of BASE_MODELS) {
    expect(TRAINERS.filter((trainer) => MODELS_OF[trainer].includes(model))).not.toEqual([])
    expect(CAPTION_GUIDES.filter((guide) => GUIDES[guide].models.some((each) => each === model))).not.toEqual([])
  }
})
