import { expect, test } from 'vitest'
import { inBuckets } from '../../../../src/main/domain/bucket/advice.ts'
import { aiToolkitCut } from '../../../../src/main/domain/bucket/ai-toolkit.ts'
import { kohyaCut } from '../../../../src/main/domain/bucket/kohya.ts'
import { musubiCut } from '../../../../src/main/domain/bucket/musubi.ts'
import { bucketRatio, usualRatio } from '../../../../src/main/domain/bucket/shapes.ts'
import { trainerCut } from '../../../../src/main/domain/bucket/trainer-cut.ts'
import { TRAINERS, type TrainerName } from '../../../../src/main/domain/training/trainer.ts'

const size = (width: number, height: number) => ({ width, height })
const adviceOf = (trainer: TrainerName, images: readonly (readonly [number, number, number?])[], batchSize = 1) =>
  inBuckets(
    images.map(([width, height, repeats = 1]) => ({ size: { width, height }, repeats })),
    { trainer, cutOf: trainerCut(trainer, 1024) ?? (() => null), batchSize },
  ).map(({ advice }) => advice)

test('a trainer cuts as its own buckets do, with what an export configures', () => {
  const image = size(1600, 1142)
  const square = size(1024, 1024)
  expect(trainerCut('kohya', 1024)?.(image)).toEqual(
    kohyaCut(image, { resolution: square, min: 256, max: 2048, step: 64, noUpscale: true }),
  )
  expect(trainerCut('musubi', 1024)?.(image)).toEqual(
    musubiCut(image, { resolution: square, step: 16, noUpscale: true }),
  )
  expect(trainerCut('ai-toolkit', 512)?.(image)).toEqual(aiToolkitCut(image, { resolution: 512, divisor: 16 }))
  expect(TRAINERS.filter((trainer) => trainerCut(trainer, 1024) === null)).toEqual([
    'huggingface',
    'replicate',
    'fal',
    'civitai',
    'bfl',
  ])
})

test('what is enlarged, cut, alone or without a bucket is said', () => {
  expect(adviceOf('kohya', [[110, 62]])).toEqual([['no-bucket']])
  expect(
    adviceOf('onetrainer', [
      [512, 512],
      [512, 512],
    ]),
  ).toEqual([['enlarged'], ['enlarged']])
  expect(adviceOf('diffusion-pipe', [[4000, 900]])).toEqual([['cut']])
  expect(
    adviceOf('kohya', [
      [1024, 1024],
      [1024, 1024],
      [1480, 832],
    ]),
  ).toEqual([[], [], ['alone']])
})

test('OneTrainer leaves out what does not fill a batch, SimpleTuner stops there, others do neither', () => {
  const three = [
    [1024, 1024],
    [1024, 1024],
    [1024, 1024],
  ] as const
  expect(adviceOf('onetrainer', three, 2)).toEqual([['dropped'], ['dropped'], ['dropped']])
  expect(adviceOf('diffusion-pipe', three, 2)).toEqual([['dropped'], ['dropped'], ['dropped']])
  expect(
    adviceOf(
      'onetrainer',
      [
        [1024, 1024, 2],
        [1024, 1024, 2],
      ],
      4,
    ),
  ).toEqual([[], []])
  expect(adviceOf('simpletuner', three, 4)).toEqual([['too-few'], ['too-few'], ['too-few']])
  expect(adviceOf('kohya', three, 2)).toEqual([[], [], []])
})

test('an image that is cut to the ratio of its bucket loses next to nothing', () => {
  const cutOf = trainerCut('kohya', 1024) ?? (() => null)
  const ratio = bucketRatio(size(1600, 1142), cutOf)
  const [found] = inBuckets([{ size: size(Math.round(1142 * ratio), 1142), repeats: 1 }], {
    trainer: 'kohya',
    cutOf,
    batchSize: 1,
  })
  const { bucket, scaled } = found?.cut ?? { bucket: size(0, 0), scaled: size(1, 1) }
  expect((bucket.width * bucket.height) / (scaled.width * scaled.height)).toBeGreaterThan(0.98)
  expect(usualRatio(size(400, 300))).toBeCloseTo(1152 / 896)
})
