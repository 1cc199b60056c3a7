import { describe, expect, it } from 'vitest'
import type { Image } from '../../../../../src/renderer/src/model/images/image.ts'
import { image } from '../../images.ts'
import {
  type Decision,
  groupAround,
  left,
  lengthOf,
  nextOpen,
  type Queue,
  tally,
  without,
  wordsOf,
} from '../../../../../src/renderer/src/model/culling/queue.ts'

const queue: Queue = { imageIds: ['a', 'b', 'c', 'd', 'e'], open: 3, withDecided: false }
const say = (...words: readonly (readonly [imageId: string, lane: Decision['lane']])[]): readonly Decision[] =>
  words.map(([imageId, lane]) => ({ imageId, lane, at: queue.imageIds.indexOf(imageId) }))

describe('the queue of culling', () => {
  it('ends before what was decided earlier, unless that is asked for', () => {
    expect(lengthOf(queue)).toBe(3)
    expect(lengthOf({ ...queue, withDecided: true })).toBe(5)
  })

  it('goes on to the next image without a word, and to the end when there is none', () => {
    const words = wordsOf(say(['b', 'rejected']))
    expect(nextOpen(queue, words, 0)).toBe(2)
    expect(nextOpen(queue, words, 2)).toBe(3)
    expect(nextOpen(queue, wordsOf([]), -1)).toBe(0)
  })

  it('counts each image once, with the last word on it', () => {
    const decisions = say(['a', 'rejected'], ['a', 'bw_stylized'], ['b', 'bw_stylized'])
    expect(left({ ...queue, decisions })).toBe(1)
    expect([...tally(wordsOf(decisions))]).toEqual([['bw_stylized', 2]])
  })

  it('is not below nothing left when decided ones are hidden again', () => {
    expect(left({ ...queue, decisions: say(['e', 'rejected']) })).toBe(3)
  })

  it('closes up where images have gone, and stays at its image', () => {
    expect(without(queue, 2, new Set(['a', 'd']))).toEqual({
      imageIds: ['b', 'c', 'e'],
      open: 2,
      withDecided: false,
      at: 1,
    })
  })
})

describe('the group of the current image', () => {
  const unsure = (imageId: string, changes: Partial<Image> = {}) =>
    image(imageId, { lane: 'unsorted', unsure: true, group: 'a1', ...changes })
  const views = [
    unsure('x', { group: null }),
    unsure('a'),
    unsure('b'),
    unsure('c'),
    unsure('d', { actorId: 'bert' }),
    unsure('e', { unsure: false }),
    unsure('f', { groupPart: 'a' }),
    unsure('g', { groupPart: 'b' }),
    unsure('h', { groupPart: 'b' }),
  ]
  const at = (place: number, decisions: readonly Decision[] = []) => ({
    withDecided: false,
    imageIds: views.map(({ imageId }) => imageId),
    open: views.length,
    at: place,
    views: new Map(views.map((view) => [view.imageId, view])),
    decisions,
  })
  const members = (...given: Parameters<typeof at>) => groupAround(at(...given)).map(({ imageId }) => imageId)

  it('are its undecided neighbours of the same actor that look alike', () => {
    expect(members(2)).toEqual(['a', 'b', 'c'])
    expect([members(0), members(4), members(5)]).toEqual([[], [], []])
    expect(members(2, [{ imageId: 'a', at: 1, lane: 'bw_stylized' }])).toEqual(['b', 'c'])
    expect(members(2, [{ imageId: 'b', at: 2, lane: 'bw_stylized' }])).toEqual([])
  })

  it('is no larger than a person left it', () => {
    expect(members(7)).toEqual(['g', 'h'])
    expect(members(6)).toEqual([])
  })
})
