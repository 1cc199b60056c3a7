import { expect, test } from 'vitest'
import { diffusionPipeCut, oneTrainerCut } from '../../../../src/main/domain/bucket/fixed-ratios.ts'
import { trainerCut } from '../../../../src/main/domain/bucket/trainer-cut.ts'

test('OneTrainer takes the nearest of nine ratios and their inverses', () => {
  const cut = (width: number, height: number) =>
    oneTrainerCut({ width, height }, { resolution: 1024, quantum: 64 }).bucket
  expect(cut(1000, 1000)).toEqual({ width: 1024, height: 1024 })
  expect(cut(1480, 832)).toEqual({ width: 1344, height: 768 })
  expect(cut(832, 1480)).toEqual({ width: 768, height: 1344 })
})

// Results of mgds' AspectBucketing.py: Python rounds 12.5 to 12, so 800 px are trained at 768.
test('OneTrainer rounds halves to the even step', () => {
  expect(oneTrainerCut({ width: 1024, height: 1024 }, { resolution: 800, quantum: 64 }).bucket).toEqual({
    width: 768,
    height: 768,
  })
})

test('diffusion-pipe squeezes what is beyond its extremes into the extreme bucket', () => {
  const options = { resolution: 1024, minRatio: 0.5, maxRatio: 2, count: 7, step: 32 }
  expect(diffusionPipeCut({ width: 3000, height: 900 }, options).bucket).toEqual({ width: 1440, height: 736 })
  expect(diffusionPipeCut({ width: 1000, height: 1010 }, options).bucket).toEqual({ width: 1024, height: 1024 })
})

test.each([
  ['ai-toolkit', 'flux', 1360, 768],
  ['ai-toolkit', 'sdxl', 1360, 768],
  ['ai-toolkit', 'qwen-image', 1344, 768],
  ['onetrainer', 'sdxl', 1344, 768],
  ['onetrainer', 'sd15', 1352, 776],
  ['diffusion-pipe', 'flux', 1296, 816],
  ['diffusion-pipe', 'qwen-image', 1280, 800],
] as const)('%s cuts by the step of %s', (trainer, model, width, height) => {
  expect(trainerCut(trainer, 1024, model)?.({ width: 1480, height: 832 })?.bucket).toEqual({ width, height })
})
