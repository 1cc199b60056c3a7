import { describe, expect, test } from 'vitest'
import { judge, type JudgedImage } from '../../../src/main/domain/judge.ts'
import { personsIn } from '../../../src/main/domain/person.ts'
import { styleHead } from '../../../src/main/domain/style-head.ts'
import { readVectors, type Vector } from '../../../src/main/domain/vectors.ts'
import { zeroShot } from '../../../src/main/domain/zero-shot.ts'
import { packVectors } from '../../../src/main/pretrained/networks/vectors.ts'
import { measuresOf } from './measures-of.ts'

const unit = (...values: number[]): Vector => {
  const length = Math.hypot(...values)
  return Float32Array.from(values, (value) => value / length)
}
const RED = unit(1, 0, 0)
const REDDISH = unit(1, 0.5, 0)
const BLUE = unit(0, 0, 1)

const photo = (n: number, rest: Partial<JudgedImage> = {}): JudgedImage => ({
  filename: `ada_${n}.jpg`,
  sha256: String(n),
  measured: measuresOf(n, { drawn: 0.01 }),
  ...rest,
})

test('vectors come back as they were stored, to half precision', () => {
  const hex = Buffer.from(packVectors([RED, REDDISH])).toString('hex')
  const [first, second] = readVectors(hex)
  expect(first).toEqual(RED)
  expect(Array.from(second!)).toEqual(Array.from(REDDISH, (value) => expect.closeTo(value, 3)))
  expect(readVectors('00')).toEqual([])
})

describe('identity', () => {
  const judged = (image: JudgedImage, drawn = 0.01, references: readonly Vector[] | null = [RED]) =>
    judge([image], { base: measuresOf(99, { drawn }), taught: [], references }).get(image.filename)!

  test('a face unlike those of the base images is for a person to look at; the nearest of several counts', () => {
    expect(judged(photo(1, { faces: [BLUE] }))).toMatchObject({
      verdict: 'review',
      face: 0,
      issues: [{ key: 'identity_mismatch', verdict: 'review' }],
    })
    expect(judged(photo(1, { faces: [BLUE, REDDISH] }))).toMatchObject({ verdict: 'keep', issues: [] })
    expect(judged(photo(1, { faces: [BLUE] }), 0.01, [RED, unit(0, 0.2, 1)])).toMatchObject({ issues: [] })
  })

  test('without a face nobody can tell, and it is said', () => {
    expect(judged(photo(1, { faces: [] }))).toMatchObject({
      issues: [],
      verdict: 'keep',
      unmeasured: ['identity_mismatch'],
    })
    expect(judged(photo(1, { faces: [RED] }), 0.01, [])).toMatchObject({ unmeasured: ['identity_mismatch'] })
  })

  test('a drawing is never held against a base image, nor is anything against a drawn one, nor without the network', () => {
    const drawing = photo(1, { faces: [BLUE], measured: measuresOf(1, { drawn: 0.99 }) })
    expect(judged(drawing)).not.toHaveProperty('face')
    expect(judged(photo(1, { faces: [BLUE], said: 'color_stylized' })).issues).toEqual([])
    const doubtful = judged(photo(1, { faces: [BLUE], measured: measuresOf(1, { drawn: 0.3 }) }))
    expect(doubtful).toMatchObject({ issues: [], face: 0, unmeasured: ['identity_mismatch'] })
    expect(judged(photo(1, { faces: [BLUE] }), 0.99).issues).toEqual([])
    expect(judged(photo(1, { faces: [BLUE] }), 0.01, null)).not.toHaveProperty('unmeasured')
  })

  test('persons are numbered by how many pictures they have', () => {
    const faces = [BLUE, RED, REDDISH, unit(1, 0.2, 0)]
    const persons = personsIn([
      ...faces.map((face, n) => ({ filename: `${n}`, faces: [face] })),
      { filename: 'none', faces: [] },
    ])
    expect([...persons]).toEqual([
      ['1', 1],
      ['2', 1],
      ['3', 1],
      ['0', 2],
    ])
  })
})

describe('style by what pictures show', () => {
  const kinds = { photographed: [RED], drawn: [BLUE], neither: [unit(0, 1, 0)] }

  test('words count from a lead on, in either direction', () => {
    expect(zeroShot(RED, kinds).drawn).toBe(-4)
    expect(zeroShot(BLUE, kinds).drawn).toBe(4)
    expect(zeroShot(unit(1, 0, 1.02), kinds)).toEqual({ drawn: 0, neither: false })
    expect(zeroShot(unit(0.1, 1, 0), kinds)).toEqual({ drawn: 0, neither: true })
  })

  test('they move a guess, and what is neither is for a person', () => {
    const guess = (shows: Vector) =>
      judge([photo(1, { shows, measured: measuresOf(1, { drawn: 0.5 }) })], { base: null, taught: [], kinds }).get(
        'ada_1.jpg',
      )?.guess
    expect(guess(BLUE)).toMatchObject({ style: 'color_stylized', unsure: false })
    expect(guess(RED)).toMatchObject({ style: 'photorealistic' })
    expect(guess(unit(0.1, 1, 0))).toMatchObject({ unsure: true })
  })

  test('labels move guesses on pictures that show the same, a little each, and none without them', () => {
    const before = { drawn: 0, grey: 0 }
    expect(styleHead([])(RED)).toEqual({ drawn: 0, grey: 0 })
    const few = styleHead([
      { vector: RED, style: 'color_stylized', before },
      { vector: BLUE, style: 'photorealistic', before },
    ])
    expect(few(REDDISH).drawn).toBeGreaterThan(0.5)
    expect(few(BLUE).drawn).toBeLessThan(-0.5)
    const taught = [
      { ...measuresOf(7, { drawn: 0.5 }), style: 'color_stylized', shows: RED } as const,
      { ...measuresOf(8, { drawn: 0.5 }), style: 'photorealistic', shows: BLUE } as const,
    ]
    const guess = judge([photo(1, { shows: REDDISH, measured: measuresOf(1, { drawn: 0.45 }) })], {
      base: null,
      taught,
    })
    expect(guess.get('ada_1.jpg')?.guess?.style).toBe('color_stylized')
  })
})

test('the same shot again is for a person to look at, the better one is named, and what was kept stays', () => {
  const images = [
    photo(1, { shows: RED }),
    photo(2, { shows: unit(1, 0.1, 0), measured: measuresOf(2, { drawn: 0.01, width: 640, height: 640 }) }),
    photo(3, { shows: BLUE }),
  ]
  const judged = judge(images)
  expect(judged.get('ada_2.jpg')?.issues).toEqual([
    expect.objectContaining({ key: 'near_duplicate', verdict: 'review', duplicateOf: 'ada_1.jpg' }),
  ])
  expect(judged.get('ada_3.jpg')?.issues).toEqual([])
  expect(judge(images.map((image) => ({ ...image, preferred: true }))).get('ada_2.jpg')?.issues).toEqual([])
})

test('images in doubt are grouped by what they show', () => {
  const doubtful = [RED, REDDISH, BLUE].map((shows, n) => photo(n, { shows, measured: measuresOf(n, { drawn: 0.5 }) }))
  expect([...judge(doubtful).values()].map(({ group }) => group)).toEqual(['a1', 'a1', null])
})
