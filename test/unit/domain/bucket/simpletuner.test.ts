import { expect, test } from 'vitest'
import { simpleTunerCut } from '../../../../src/main/domain/bucket/simpletuner.ts'

// Sizes, buckets and scales as computed by SimpleTuner's own multiaspect/image.py and training_sample.py.
test.each([
  [1024, [1480, 832], [1344, 768], [1367, 768]],
  [1024, [910, 1137], [896, 1152], [921, 1152]],
  [1024, [626, 1200], [768, 1408], [768, 1476]],
  [1024, [1152, 1024], [1088, 960], [1088, 971]],
  [800, [1024, 1024], [768, 768], [768, 768]],
  [512, [3000, 900], [960, 256], [960, 288]],
] as const)('at %i px, %j is trained at %j, scaled to %j', (resolution, [width, height], bucket, scaled) => {
  const cut = simpleTunerCut({ width, height }, { resolution })
  expect([cut.bucket, cut.scaled]).toEqual([
    { width: bucket[0], height: bucket[1] },
    { width: scaled[0], height: scaled[1] },
  ])
})

test('what is a square but for a few px is not scaled: the bucket is cut out of its middle', () => {
  expect(simpleTunerCut({ width: 3000, height: 2990 }, { resolution: 1024 })).toEqual({
    bucket: { width: 1024, height: 1024 },
    scaled: { width: 3000, height: 2990 },
    offset: { x: 988, y: 983 },
  })
  expect(simpleTunerCut({ width: 3000, height: 3000 }, { resolution: 1024 }).scaled).toEqual({
    width: 1024,
    height: 1024,
  })
})
