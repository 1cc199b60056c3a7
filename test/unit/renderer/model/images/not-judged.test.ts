import { expect, test } from 'vitest'
import { openPicture } from '../../../../../src/main/kit/picture/open-picture.ts'
import { formatIn, isByPixels, notJudgedWord } from '../../../../../src/renderer/src/model/images/not-judged.ts'

test('a file that is not read is named by what it really holds', async () => {
  const signature = Buffer.from('0000000c6a5020200d0a870a', 'hex')
  const opened = await openPicture(Buffer.concat([signature, Buffer.alloc(200, 1)]))
  expect(opened.ok ? '' : notJudgedWord(opened.why)).toBe('JPEG 2000, not measured')
  expect(formatIn('Not measured: this kind of JPEG 2000 is not read. Save it as JPEG or PNG.')).toBe('JPEG 2000')
})

test('what is too large, or not known, is not measured and has no other name', () => {
  expect(notJudgedWord('Not measured: the image is too large: 12000 × 9000 px, over the limit.')).toBe('not measured')
  expect(notJudgedWord('Not measured: the file is not in a known image format.')).toBe('not measured')
})

test('what only pixels speak of is said to be so, unless it goes anyway or a person decided', () => {
  const image = { verdict: 'keep', decidedBy: 'evaluator', notJudged: null } as const
  expect(isByPixels(image, 'local@8')).toBe(true)
  expect(isByPixels(image, 'openai:model@1')).toBe(false)
  expect(isByPixels(image, null)).toBe(false)
  expect(isByPixels({ ...image, verdict: 'reject' }, 'local@8')).toBe(false)
  expect(isByPixels({ ...image, decidedBy: 'human' }, 'local@8')).toBe(false)
})
