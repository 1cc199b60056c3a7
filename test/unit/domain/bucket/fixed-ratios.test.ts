import { expect, test } from 'vitest'
import { diffusionPipeCut, oneTrainerCut, simpleTunerCut } from '../../../../src/main/domain/bucket/fixed-ratios.ts'

test.each([
  [1480, 832, 1344, 768],
  [910, 1137, 896, 1152],
  [626, 1200, 768, 1408],
])('SimpleTuner trains %i × %i at %i × %i', (width, height, bucketWidth, bucketHeight) => {
  const { bucket } = simpleTunerCut({ width, height }, { resolution: 1024 })
  expect(bucket).toEqual({ width: bucketWidth, height: bucketHeight })
})

test('OneTrainer takes the nearest of nine ratios and their inverses', () => {
  const cut = (width: number, height: number) =>
    oneTrainerCut({ width, height }, { resolution: 1024, quantum: 64 }).bucket
  expect(cut(1000, 1000)).toEqual({ width: 1024, height: 1024 })
  expect(cut(1480, 832)).toEqual({ width: 1344, height: 768 })
  expect(cut(832, 1480)).toEqual({ width: 768, height: 1344 })
})

test('diffusion-pipe squeezes what is beyond its extremes into the extreme bucket', () => {
  const options = { resolution: 1024, minRatio: 0.5, maxRatio: 2, count: 7 }
  expect(diffusionPipeCut({ width: 3000, height: 900 }, options).bucket).toEqual({ width: 1440, height: 736 })
  expect(diffusionPipeCut({ width: 1000, height: 1010 }, options).bucket).toEqual({ width: 1024, height: 1024 })
})
