import { expect, test } from 'vitest'
import { strings } from '../../../../../src/renderer/src/base/strings/index.ts'
import { sharedReasons } from '../../../../../src/renderer/src/model/images/shared-reasons.ts'

const deletion = (filename: string, reason: string, detail: string) => ({
  stepId: `d:${filename}`,
  imageId: filename,
  filename,
  type: 'color_stylized' as const,
  reason,
  detail,
  skipped: false,
  held: false,
})

test('a sentence that several images share is said once, with how many; what is said of one stays on its tile', () => {
  const most = '9 where 3 are needed'
  const deletions = [
    deletion('a.jpg', 'surplus', most),
    deletion('b.jpg', 'blur', 'nothing is in focus'),
    deletion('c.jpg', 'surplus', most),
    deletion('d.jpg', 'human', ''),
    deletion('e.jpg', 'human', ''),
  ]
  expect(sharedReasons(deletions)).toEqual([{ reason: 'surplus', type: 'color_stylized', detail: most, count: 2 }])
})

test('of images in several lanes no lane is named', () => {
  const copies = [
    deletion('a.jpg', 'near_duplicate', 'smaller copy of c.jpg'),
    deletion('b.jpg', 'near_duplicate', 'smaller copy of c.jpg'),
  ]
  const said = (all: Parameters<typeof sharedReasons>[0]) =>
    sharedReasons(all).map(({ count, type, reason, detail }) =>
      strings.plan.shared(count, type, strings.gallery.out(reason), detail),
    )
  expect(said(copies)).toEqual(['Remove 2 Colour images (near duplicate): smaller copy of c.jpg.'])
  expect(said(copies.map((step, at) => ({ ...step, type: at === 0 ? step.type : ('bw_stylized' as const) })))).toEqual([
    'Remove 2 images (near duplicate): smaller copy of c.jpg.',
  ])
})
