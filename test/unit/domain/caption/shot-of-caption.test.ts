import { expect, test } from 'vitest'
import { shotOfCaption } from '../../../../src/main/domain/caption/shot-of-caption.ts'
import { NO_SHOT } from '../../../../src/main/domain/shot.ts'

test.each([
  [
    'a photo of ohwx woman in profile, head and shoulders, smiling, in soft evening light',
    ['profile', 'bust', 'smiling', 'soft'],
  ],
  ['ohwx, woman, from below, full body, serious expression, backlit', ['low', 'full_body', 'serious', 'backlit']],
  ['A close-up of ohwx man, looking at the viewer, with harsh light', ['front', 'close_up', null, 'hard']],
  ['ohwx, 1girl, profile, upper body', ['profile', 'half_body', null, null]],
  ['ohwx walks away, seen from behind, in the distance', ['back', 'distant', null, null]],
])('%s', (text, [angle, framing, expression, light]) => {
  expect(shotOfCaption(text)).toEqual({ angle, framing, expression, light })
})

test('what a caption does not say is not known', () => {
  expect(shotOfCaption('ohwx woman with a profiled glass, a profile picture on the wall, backpack and saddle')).toEqual(
    NO_SHOT,
  )
  expect(shotOfCaption('')).toEqual(NO_SHOT)
})
