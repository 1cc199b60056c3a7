import { expect, test } from 'vitest'
import { judge } from '../../../src/main/domain/judge.ts'
import { type JudgedText, judgeMany, type StoredImage } from '../../../src/main/evaluation/judge-many.ts'
import { toShared } from '../../../src/main/kit/shared-text.ts'
import { measuresOf } from '../domain/measures-of.ts'

test('sets of any size are judged as a whole, whatever texts they come in', () => {
  const images = Array.from({ length: 500 }, (_, n): StoredImage => ({
    id: n + 1,
    filename: `ann_${n + 1}.jpg`,
    // The last is a duplicate of the first, and a person kept it.
    sha256: n === 499 ? '0' : String(n),
    preferred: n === 499,
    dropped: false,
    said: null,
    shows: null,
    faces: null,
    measured: measuresOf(n === 499 ? 0 : n, { sharpness: n === 7 ? 20 : 800, drawn: n % 3 === 0 ? 0.5 : 0.05 }),
  }))
  const texts = [images.slice(0, 130), images.slice(130)].map((some) => toShared(JSON.stringify(some)))
  const judged = judgeMany({ texts, base: null, taught: [], kinds: null, references: null }).flatMap(
    (text) => JSON.parse(text) as JudgedText[],
  )
  const whole = judge(images.map((image) => ({ ...image, shows: undefined, faces: undefined })))
  expect(judged.map(([id, assessment]) => [id, JSON.parse(assessment)])).toEqual(
    images.map(({ id, filename }) => [id, whole.get(filename)]),
  )
  expect(whole.get('ann_1.jpg')?.issues[0]).toMatchObject({ key: 'exact_duplicate', duplicateOf: 'ann_500.jpg' })
})
