import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseFrame, type FramingRequest, MAX_TILT_DEGREES } from '../../../../src/main/generation/local/framing.ts'
import { outputSize, widestAround } from '../../../../src/main/generation/local/render.ts'

const subject = fc.record({
  x: fc.double({ min: 0.3, max: 0.7, noNaN: true }),
  y: fc.double({ min: 0.25, max: 0.4, noNaN: true }),
  head: fc.double({ min: 0.1, max: 0.3, noNaN: true }),
  sure: fc.boolean(),
})

const options = fc
  .record({
    source: fc.record({ width: fc.integer({ min: 150, max: 1600 }), height: fc.integer({ min: 150, max: 1600 }) }),
    subject,
    aspect: fc.constantFrom(2 / 3, 4 / 5, 1, 3 / 2, 16 / 9),
    paper: fc.constantFrom('never', 'needed', 'free'),
    paperBelow: fc.boolean(),
    dutch: fc.boolean(),
    seed: fc.nat(0xffffffff),
    attempt: fc.nat(6),
  })
  .map((wish): FramingRequest => ({
    ...wish,
    subject: { ...wish.subject, top: wish.subject.y - wish.subject.head * 0.6 },
  }))

test('a photograph is only ever cropped, tilted by at most 8 degrees and never mirrored', () => {
  fc.assert(
    fc.property(options, (wish) => {
      const frame = chooseFrame({ ...wish, paper: 'never' })
      const [cos, sin] = [Math.cos(frame.tilt), Math.abs(Math.sin(frame.tilt))]
      const across = (frame.width * cos + frame.height * sin) / 2
      const down = (frame.width * sin + frame.height * cos) / 2
      expect(frame.x - across).toBeGreaterThanOrEqual(-0.01)
      expect(frame.x + across).toBeLessThanOrEqual(wish.source.width + 0.01)
      expect(frame.y - down).toBeGreaterThanOrEqual(-0.01)
      expect(frame.y + down).toBeLessThanOrEqual(wish.source.height + 0.01)
      expect(Math.abs(frame.tilt)).toBeLessThanOrEqual((MAX_TILT_DEGREES * Math.PI) / 180)
      expect(frame.mirrored).toBe(false)
      expect(frame.width / frame.height).toBeCloseTo(wish.aspect, 6)
    }),
  )
})

test('the top of the head is always in the frame', () => {
  fc.assert(
    fc.property(options, (wish) => {
      const frame = chooseFrame(wish)
      // The frame's upper edge at the column of the head, with the tilt applied.
      const dx = wish.subject.x * wish.source.width - frame.x
      const dy = wish.subject.top * wish.source.height - frame.y
      const y = dy * Math.cos(frame.tilt) - dx * Math.sin(frame.tilt)
      expect(y).toBeGreaterThanOrEqual(-frame.height / 2 - 0.01)
    }),
    { numRuns: 1000 },
  )
})

test('a photograph keeps nine tenths of the head’s height in the frame, and four fifths of what fits where no face was found', () => {
  fc.assert(
    fc.property(options, (wish) => {
      const { source, subject: found } = wish
      const aspect = Math.min(wish.aspect, widestAround(found, source))
      const { y, x, height, tilt } = chooseFrame({ ...wish, aspect, paper: 'never' })
      if (!found.sure) {
        const fits = Math.min(
          source.width / (aspect * Math.cos(tilt) + Math.abs(Math.sin(tilt))),
          source.height / (aspect * Math.abs(Math.sin(tilt)) + Math.cos(tilt)),
        )
        expect(height).toBeGreaterThanOrEqual(fits * 0.8 - 0.01)
        return
      }
      // The head at its own column, with the tilt applied: from its top, a head's height down.
      const dx = found.x * source.width - x
      const down = (at: number): number => (at * source.height - y) * Math.cos(tilt) - dx * Math.sin(tilt) + height / 2
      const [top, chin] = [down(found.top), down(found.top + found.head)]
      const shown = Math.min(chin, height) - Math.max(top, 0)
      expect(shown / (chin - top)).toBeGreaterThanOrEqual(0.9)
    }),
    { numRuns: 1000 },
  )
})

test('four attempts in a row are four different framings', () => {
  fc.assert(
    fc.property(options, (wish) => {
      const frames = [0, 1, 2, 3].map((attempt) => JSON.stringify(chooseFrame({ ...wish, attempt })))
      expect(new Set(frames).size).toBe(4)
    }),
  )
})

test('the long side is 1024 px whatever the ratio', () => {
  expect(outputSize('3:2')).toEqual({ width: 1024, height: 683 })
  expect(outputSize('2:3')).toEqual({ width: 683, height: 1024 })
  expect(outputSize('16:9')).toEqual({ width: 1024, height: 576 })
  expect(outputSize('nonsense')).toEqual({ width: 1024, height: 1024 })
  expect(outputSize('16:9', 1.25)).toEqual({ width: 1024, height: 819 })
})
