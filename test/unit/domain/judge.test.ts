import { describe, expect, it } from 'vitest'
import type { Assessment } from '../../../src/main/domain/assessment.ts'
import { judge, type JudgedImage, LOCAL_EVALUATOR, subjectIsPhotographed } from '../../../src/main/domain/judge.ts'
import type { Taught } from '../../../src/main/domain/learned-style.ts'
import type { Measures } from '../../../src/main/domain/measures.ts'
import type { Style } from '../../../src/main/domain/style.ts'
import { measuresOf } from './measures-of.ts'

const image = (n: number, changes: Partial<Measures> = {}, rest: Partial<JudgedImage> = {}): JudgedImage => ({
  filename: `ada_${n}.jpg`,
  sha256: `sha ${n}`,
  measured: measuresOf(n, changes),
  ...rest,
})
const one = (changes: Partial<Measures>): Assessment => judge([image(1, changes)]).get('ada_1.jpg')!
const keys = (assessment: Assessment | undefined): string[] =>
  assessment?.issues.map(({ key, verdict }) => `${verdict} ${key}`) ?? []
const brightness = (p1: number, p5: number, p50: number, p95: number, p99: number) => ({
  brightness: { p1, p5, p50, p95, p99 },
})

describe('judging one image', () => {
  it('keeps a flawless one and ranks it by pixels first', () => {
    expect(one({})).toMatchObject({ evaluator: LOCAL_EVALUATOR, issues: [], verdict: 'keep', group: null })
    expect(one({ width: 2000, sharpness: 100 }).quality).toBeGreaterThan(one({ sharpness: 9000 }).quality)
  })

  it('rejects what is useless and reviews what is doubtful', () => {
    expect(keys(one({ width: 110, height: 62 }))).toEqual(['reject low_resolution'])
    expect(one({ width: 110, height: 62 }).issues[0]?.detail).toBe('110 px on the long side, 144 needed')
    expect(keys(one({ width: 140, height: 130 }))).toEqual(['review low_resolution'])
    expect(keys(one({ borders: 0.26 }))).toEqual(['review borders'])
    expect(keys(one({ sharpness: 4 }))).toEqual(['reject blur'])
    expect(keys(one({ sharpness: 15 }))).toEqual(['review blur'])
    expect(keys(one(brightness(0, 0.01, 0.05, 0.09, 0.1)))).toEqual(['reject dark'])
    expect(keys(one(brightness(0, 0.01, 0.1, 0.25, 0.3)))).toEqual(['review dark'])
    expect(keys(one(brightness(0.28, 0.4, 0.95, 1, 1)))).toEqual(['review overexposed'])
    expect(keys(one({ symmetry: 0.9995 }))).toEqual(['reject symmetry'])
    expect(keys(one({ symmetry: 0.993 }))).toEqual(['review symmetry'])
  })

  it('holds each style against limits of its own', () => {
    const ink = { drawn: 0.99, monochrome: true }
    expect(keys(one({ sharpness: 30, drawn: 0.02 }))).toEqual([])
    expect(keys(one({ sharpness: 30, ...ink }))).toEqual(['review blur'])
    expect(keys(one({ sharpness: 30, drawn: 0.99 }))).toEqual(['review blur'])
    expect(keys(one({ width: 130, height: 128, ...ink }))).toEqual([])
  })

  it('calls an image small that is small beside the others', () => {
    const set = [1, 2, 3, 4, 5].map((n) => image(n))
    const small = (side: number) => keys(judge([...set, image(6, { width: side, height: side })]).get('ada_6.jpg'))
    expect(keys(one({ width: 170, height: 170 }))).toEqual([])
    expect(small(170)).toEqual(['review low_resolution'])
    expect(small(200)).toEqual([])
  })

  it('compares sharpness within a kind: photographs are not soft beside lines of ink', () => {
    const photographs = [1, 2, 3, 4, 5, 6].map((n) => image(n, { sharpness: n === 6 ? 50 : 90, drawn: 0.1 }))
    const ink = [7, 8, 9, 10, 11, 12, 13].map((n) => image(n, { sharpness: 20_000, drawn: 0.99, monochrome: true }))
    const flagged = (images: readonly JudgedImage[]) =>
      [...judge(images)].flatMap(([name, assessment]) => (keys(assessment).includes('review blur') ? [name] : []))
    expect(flagged([...photographs, ...ink])).toEqual([])
    const soft = image(6, { sharpness: 40, drawn: 0.1 })
    expect(flagged([...photographs.slice(0, 5), soft, ...ink])).toEqual(['ada_6.jpg'])
  })

  it('does not take pale pencil for overexposure', () => {
    expect(keys(one({ ...brightness(0.5, 0.7, 0.97, 1, 1), drawn: 0.98, monochrome: true }))).toEqual([])
  })

  it('names one issue for one cause', () => {
    expect(keys(one({ width: 110, height: 110, sharpness: 3 }))).toEqual(['reject low_resolution'])
    expect(keys(one({ ...brightness(0, 0, 0.05, 0.09, 0.1), sharpness: 3 }))).toEqual(['reject dark'])
  })

  it('says nothing of a file that does not decode but why', () => {
    const measured = { unreadable: 'The file is empty (0 bytes).' }
    expect(judge([{ filename: 'a.jpg', sha256: 'x', measured }]).get('a.jpg')).toMatchObject({
      guess: null,
      verdict: 'reject',
      issues: [{ key: 'unreadable', verdict: 'reject', detail: measured.unreadable }],
    })
  })

  it('leaves HEIC and BMP, which few trainers read, to a person, and keeps another copy', () => {
    expect(one({ format: 'heic', sharpness: 4 })).toMatchObject({
      verdict: 'review',
      issues: [{ key: 'blur', verdict: 'review' }],
      guess: { unsure: true },
      reason: expect.stringContaining('The file is HEIC'),
    })
    const same = measuresOf(1)
    const judged = judge([
      { filename: 'a.bmp', sha256: 'a', measured: { ...same, format: 'bmp' } },
      { filename: 'b.jpg', sha256: 'b', measured: same },
    ])
    expect(judged.get('a.bmp')).toMatchObject({ verdict: 'review', issues: [{ key: 'near_duplicate' }] })
    expect(judged.get('b.jpg')).toMatchObject({ verdict: 'keep' })
  })

  it('takes ink on blank paper for a drawing, and paper without ink for blank', () => {
    const paper = { p5: 1, p50: 1, p95: 1, p99: 1 }
    expect(keys(one({ brightness: { p1: 0.1, ...paper }, drawn: 0.98, monochrome: true }))).toEqual([])
    expect(keys(one({ brightness: { p1: 0.97, ...paper }, drawn: 0.98, monochrome: true }))).toEqual([
      'review overexposed',
    ])
  })

  it('guesses the style from drawn and monochrome and admits when it is unsure', () => {
    const guess = (drawn: number, monochrome: boolean) => one({ drawn, monochrome }).guess
    expect(guess(0.005, false)).toMatchObject({ style: 'photorealistic', unsure: false })
    expect(guess(0.005, true)).toMatchObject({ style: 'photorealistic', unsure: false })
    expect(guess(0.95, true)).toMatchObject({ style: 'bw_stylized', unsure: false })
    expect(guess(0.95, false)).toMatchObject({ style: 'color_stylized', unsure: false })
    expect(guess(0.6, false)).toMatchObject({ style: 'color_stylized', unsure: true })
  })
})

describe('an image that a human rejected', () => {
  it('makes no copy of another: what it would have been kept for stays', () => {
    const small = image(7, { width: 600, height: 600 })
    const large = { ...image(7), filename: 'ada_8.jpg', sha256: 'sha 8' }
    expect(keys(judge([small, large]).get('ada_7.jpg'))).toEqual(['reject near_duplicate'])
    expect(keys(judge([small, { ...large, dropped: true }]).get('ada_7.jpg'))).toEqual([])
  })
})

describe('judging a set', () => {
  it('reports a copy once, names the one kept, and nothing else of the copy', () => {
    const original = image(1)
    const smaller = image(2, { ...measuresOf(1), width: 512, height: 512, sharpness: 20 })
    const same = { ...original, filename: 'ada_3.jpg' }
    const judged = judge([smaller, same, original, image(4)])
    expect(keys(judged.get('ada_1.jpg'))).toEqual([])
    expect(judged.get('ada_3.jpg')?.issues).toMatchObject([{ key: 'exact_duplicate', duplicateOf: 'ada_1.jpg' }])
    expect(judged.get('ada_2.jpg')?.issues).toMatchObject([{ key: 'near_duplicate', duplicateOf: 'ada_1.jpg' }])
    expect(keys(judged.get('ada_4.jpg'))).toEqual([])
  })

  it('keeps what a human kept, however small', () => {
    const kept = image(2, { ...measuresOf(1), width: 300, height: 300 }, { preferred: true })
    const judged = judge([image(1), kept])
    expect(keys(judged.get('ada_2.jpg'))).toEqual([])
    expect(judged.get('ada_1.jpg')?.issues).toMatchObject([{ key: 'near_duplicate', duplicateOf: 'ada_2.jpg' }])
  })

  it('lets the lowest index stay among equals, in natural order', () => {
    const judged = judge([image(10, measuresOf(1)), image(9, measuresOf(1))])
    expect(keys(judged.get('ada_9.jpg'))).toEqual([])
    expect(keys(judged.get('ada_10.jpg'))).toEqual(['reject near_duplicate'])
  })

  it('does not keep a flawed copy in place of a flawless one', () => {
    const large = image(1, { ...measuresOf(1), width: 2000, height: 2000, sharpness: 15 })
    const judged = judge([large, image(2, measuresOf(1))])
    expect(keys(judged.get('ada_2.jpg'))).toEqual([])
    expect(keys(judged.get('ada_1.jpg'))).toEqual(['reject near_duplicate'])
  })

  it('does not take equal hashes alone for a copy', () => {
    const { dhash, phash } = measuresOf(1)
    const judged = judge([image(1), image(2, { dhash, phash })])
    expect([...judged.values()].flatMap(({ issues }) => issues)).toEqual([])
  })

  it('recognises a mirrored copy', () => {
    const { dhash, phash, mirrored, thumbnail } = measuresOf(1)
    const rows = thumbnail.match(/.{48}/g) ?? []
    const flipped = rows.map((row) => (row.match(/../g) ?? []).reverse().join('')).join('')
    const copy = image(2, { ...mirrored, mirrored: { dhash, phash }, thumbnail: flipped })
    expect(judge([image(1), copy]).get('ada_2.jpg')?.issues[0]?.detail).toBe('mirrored copy of ada_1.jpg')
  })

  it('leaves it to a person whether a variant in one detail is wanted', () => {
    const flat = { ...measuresOf(1), thumbnail: '40'.repeat(288) + 'c0'.repeat(288) }
    const smile = { ...flat, thumbnail: `${flat.thumbnail.slice(0, 200)}8080${flat.thumbnail.slice(204)}` }
    const judged = judge([image(1, flat), image(2, smile)])
    expect(keys(judged.get('ada_2.jpg'))).toEqual(['review near_duplicate'])
  })

  it('leaves a picture in other tones to a person, but not in its own tones mirrored, nor painted', () => {
    const ramp = (shade: (x: number) => number) =>
      Array.from({ length: 576 }, (_, i) =>
        Math.round(shade((i % 24) / 23))
          .toString(16)
          .padStart(2, '0'),
      ).join('')
    const { dhash, phash } = measuresOf(1)
    const set = (thumbnail: string, changes: Partial<Measures> = {}) => {
      const whole = { ...measuresOf(1), mirrored: { dhash, phash }, thumbnail: ramp((x) => 230 * x) }
      return judge([image(1, whole), image(2, { ...whole, thumbnail, ...changes })]).get('ada_2.jpg')
    }
    const brighterTones = ramp((x) => Math.min(255, 320 * x))
    const brighter = set(brighterTones)
    expect(keys(brighter)).toEqual(['review near_duplicate'])
    expect(brighter?.issues[0]?.detail).toBe('ada_1.jpg in other tones')
    expect(keys(set(ramp((x) => 230 * (1 - x))))).toEqual(['reject near_duplicate'])
    expect(keys(set(ramp((x) => 230 * x ** 4)))).toEqual([])
    expect(keys(set(brighterTones, { drawn: 0.95 }))).toEqual([])
  })

  it('wants a drawing in ink beside the same one in colour, but not a photograph twice', () => {
    const set = (drawn: number) =>
      judge([image(1, { drawn }), image(2, { ...measuresOf(1), drawn, monochrome: true })]).get('ada_2.jpg')
    expect(keys(set(0.95))).toEqual([])
    expect(keys(set(0.05))).toEqual(['review near_duplicate'])
  })

  it('groups unsure images that were made alike, and only those', () => {
    const halftone = { drawn: 0.5, signature: measuresOf(1).signature }
    const judged = judge([
      image(1, halftone),
      image(2, halftone),
      image(3, { drawn: 0.5 }),
      image(4, { ...halftone, drawn: 0.99 }),
    ])
    expect([1, 2, 3, 4].map((n) => judged.get(`ada_${n}.jpg`)?.group)).toEqual(['a1', 'a1', null, null])
  })
})

describe('a base image that is surely drawn', () => {
  const opinion = (base: Measures | null, drawn: number) =>
    judge([image(1, { drawn, monochrome: false })], { base, taught: [] }).get('ada_1.jpg')?.guess

  it('makes drawings of its actor’s images where those leave doubt, and no other base image does', () => {
    const drawnBase = measuresOf(9, { drawn: 0.95 })
    expect(opinion(drawnBase, 0.3)).toMatchObject({ style: 'color_stylized', unsure: true })
    expect(opinion(drawnBase, 0.7)).toMatchObject({ style: 'color_stylized', unsure: false })
    expect(opinion(drawnBase, 0.001)).toMatchObject({ style: 'photorealistic', unsure: false })
    for (const base of [null, measuresOf(9, { drawn: 0.5 }), measuresOf(9, { drawn: 0.01 })])
      expect(opinion(base, 0.3)).toMatchObject({ style: 'photorealistic', unsure: true })
  })
})

it('a drawing without colour that is all greys is never sure by its texture alone', () => {
  const cells = (luma: string) => luma.repeat(576)
  const opinion = (thumbnail: string, base: Measures | null = null) =>
    judge([image(1, { drawn: 0.97, monochrome: true, thumbnail })], { base, taught: [] }).get('ada_1.jpg')?.guess
  const paper = 'f0'.repeat(200) + '80'.repeat(376)
  expect(opinion(cells('80'))).toMatchObject({ style: 'bw_stylized', unsure: true })
  expect(opinion(paper)).toMatchObject({ style: 'bw_stylized', unsure: false })
  expect(opinion(cells('20'))).toMatchObject({ style: 'bw_stylized', unsure: false })
  expect(opinion(cells('80'), measuresOf(9, { drawn: 0.95 }))).toMatchObject({ style: 'bw_stylized', unsure: false })
})

it('labels make such a drawing a sure one where they are of drawings that look like it', () => {
  const grey = { drawn: 0.97, monochrome: true, thumbnail: '80'.repeat(576) }
  const { signature } = measuresOf(1)
  const far = signature.map((value) => (value > 0.5 ? value - 0.5 : value + 0.5))
  const label = (changes: Partial<Measures>, style: Style): Taught => ({
    ...measuresOf(1, { drawn: 0.3, monochrome: true, ...changes }),
    style,
    own: true,
  })
  const isUnsure = (taught: readonly Taught[]) =>
    judge([image(1, grey)], { base: null, taught }).get('ada_1.jpg')?.guess?.unsure
  const drawing = label({ drawn: 0.99 }, 'bw_stylized')
  expect(isUnsure([label({ signature: far }, 'bw_stylized')])).toBe(true)
  expect(isUnsure([label({}, 'bw_stylized')])).toBe(false)
  expect(isUnsure([drawing])).toBe(false)
  expect(isUnsure([{ ...drawing, own: false }])).toBe(true)
  expect(isUnsure([drawing, label({ drawn: 0.01 }, 'photorealistic')])).toBe(true)
})

describe('the subject', () => {
  it('is what a sure base image says, and what the others lend it where it is unsure', () => {
    const of = (...drawn: number[]) => drawn.map((value, i) => measuresOf(i, { drawn: value }))
    expect(subjectIsPhotographed(measuresOf(0, { drawn: 0.01 }), of(0.9, 0.95, 0.9))).toBe(true)
    expect(subjectIsPhotographed(measuresOf(0, { drawn: 0.45 }), of(0.7, 0.8, 0.3))).toBe(false)
    expect(subjectIsPhotographed(measuresOf(0, { drawn: 0.55 }), of(0.1, 0.2, 0.9))).toBe(true)
    expect(subjectIsPhotographed({ unreadable: 'The file is empty.' }, of(0.1))).toBe(false)
  })
})
