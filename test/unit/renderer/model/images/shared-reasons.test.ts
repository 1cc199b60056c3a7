import { expect, test } from 'vitest'
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
