import { expect, test } from 'vitest'
import { repeatFindings } from '../../../../src/main/training/check/repeats.ts'

test('a style that is repeated more than ten times is warned of, and how many images it has', () => {
  const found = repeatFindings([
    { dir: '13_anna_photorealistic', images: 1, repeats: 13 },
    { dir: '10_anna_bw_stylized', images: 4, repeats: 10 },
  ])
  expect(found).toEqual([
    {
      severity: 'warning',
      rule: 'repeats',
      file: '13_anna_photorealistic',
      detail: expect.stringMatching(/^holds one image, repeated 13 times .* Add images of this style\.$/),
    },
  ])
})
