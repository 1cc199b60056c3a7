import { expect, test } from 'vitest'
import { packImages, unpackImages } from '../../../src/main/contract/packed-images.ts'
import { ImageView } from '../../../src/main/contract/views.ts'
import { image } from '../renderer/images.ts'

test('packed images come out as they went in', () => {
  const images = [
    image('1', { colours: 'fff'.repeat(16), stored: 'synced' }),
    image('2', {
      prompt: 'a "quoted" look, ünïcode',
      issues: [{ key: 'blur', verdict: 'review', detail: 'nothing is in focus', duplicateOf: null }],
      unmeasured: ['camera_gaze'],
      thumbUrl: '/thumb/2?v=12-34',
      fullUrl: '/image/2?v=12-34',
    }),
  ]
  const unpacked = unpackImages('alice', packImages(images))
  expect(unpacked).toEqual(images)
  for (const each of unpacked) ImageView.parse(each)
})
