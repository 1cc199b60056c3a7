import { describe, expect, it } from 'vitest'
import type { PlanView } from '../../../../../src/main/contract/views.ts'
import { focusable, laneModels } from '../../../../../src/renderer/src/model/images/lanes.ts'
import { undecidedGroups } from '../../../../../src/renderer/src/model/images/groups.ts'
import { addMove, dropMove, withOverlay } from '../../../../../src/renderer/src/model/images/overlay.ts'
import { rowsOf } from '../../../../../src/renderer/src/grid/rows.ts'
import { image, many } from '../../images.ts'
import { aPlan } from '../../../../support/views.ts'

const target = { photorealistic: 3, bw_stylized: 2, color_stylized: 1 }
const counts = { photorealistic: 4, bw_stylized: 0, color_stylized: 0 }
const plan: PlanView = aPlan({
  target,
  current: { ...counts, unclassified: 0 },
  after: target,
  deletions: [
    {
      stepId: 'd:photorealistic1.jpg',
      imageId: 'photorealistic1',
      filename: 'photorealistic1.jpg',
      type: 'photorealistic',
      reason: 'surplus',
      detail: 'least sharp of 4',
      skipped: false,
      held: false,
    },
  ],
  generations: [
    {
      stepId: 'g:0',
      type: 'bw_stylized',
      title: 'Pen and ink',
      promptId: 'bw-01',
      prompt: 'ink',
      aspectRatio: '1:1',
      skipped: false,
    },
  ],
  shortfalls: [{ type: 'bw_stylized', missing: 1, why: 'no prompt is left' }],
})

describe('laneModels', () => {
  it('shows the target as open places before anything is planned', () => {
    const [photo, bw, colour] = laneModels(many(1), target, null)
    expect(photo?.sections[0]?.cells.map((cell) => cell.kind)).toEqual(['image'])
    expect(photo).toMatchObject({ images: 1, missing: 2, surplus: 0, open: 2 })
    expect(bw).toMatchObject({ missing: 2, open: 2, sections: [] })
    expect(colour?.open).toBe(1)
  })

  it('lets unsure images fill the places of their likeliest style', () => {
    const unsure = many(2).map((image, i) => (i === 0 ? image : { ...image, lane: 'unsorted' as const, unsure: true }))
    const [photo] = laneModels(unsure, target, null)
    expect(photo).toMatchObject({ images: 1, leaning: 1, missing: 1, open: 1 })
  })

  it('draws a plan in place: what goes carries its step, what comes has a frame, what cannot come stays open', () => {
    const [photo, bw] = laneModels(many(4), target, plan)
    const steps = photo?.sections[0]?.cells.map((cell) => (cell.kind === 'image' ? cell.step?.stepId : cell.kind))
    expect(steps).toEqual([undefined, 'd:photorealistic1.jpg', undefined, undefined])
    expect(bw?.sections).toMatchObject([{ low: true, cells: [{ kind: 'step' }] }])
    expect(bw?.open).toBe(1)
    expect(bw && focusable(bw)).toEqual(['g:0'])
  })

  it('counts unsure images towards their likeliest style, and unmeasured ones towards none', () => {
    const unsure = many(2, { lane: 'unsorted', style: 'bw_stylized', unsure: true })
    const unmeasured = image('new', { lane: 'unsorted', style: null, verdict: null })
    const [, bw] = laneModels([...unsure, unmeasured], target, null)
    expect(bw).toMatchObject({ images: 0, leaning: 2, missing: 0 })
  })

  it('counts only sure images as too many: unsure ones may belong elsewhere', () => {
    const unsure = many(3, { lane: 'unsorted', style: 'photorealistic', unsure: true })
    expect(laneModels([...many(2), ...unsure], target, null)[0]).toMatchObject({ images: 2, leaning: 3, surplus: 0 })
    expect(laneModels(many(5), target, null)[0]).toMatchObject({ surplus: 2, open: 0 })
  })

  it('groups look-alikes in Unsorted, largest first, and leaves single ones without a heading', () => {
    const alike = (id: string, group: string | null) =>
      image(id, { lane: 'unsorted', style: 'color_stylized', unsure: true, group })
    const images = [
      alike('a', 'x'),
      alike('b', 'y'),
      alike('c', 'y'),
      alike('d', 'y'),
      alike('e', 'x'),
      alike('f', 'z'),
    ]
    const unsorted = laneModels(images, target, null).find((model) => model.lane === 'unsorted')
    expect(unsorted?.sections.map((section) => section.group?.imageIds ?? null)).toEqual([
      ['b', 'c', 'd'],
      ['a', 'e'],
      null,
    ])
    expect(unsorted?.sections[0]?.group?.style).toBe('color_stylized')
    const rows = unsorted ? rowsOf(unsorted, 2, 100) : []
    expect(rows.map((row) => row.kind)).toEqual(['group', 'cells', 'cells', 'group', 'cells', 'cells'])
    expect(rows.map((row) => row.top)).toEqual([0, 62, 170, 278, 340, 448])
  })
})

describe('groups', () => {
  const unsorted = (id: string, changes: Partial<Parameters<typeof image>[1]> = {}) =>
    image(id, { lane: 'unsorted', unsure: true, ...changes })
  const headings = (
    groups: readonly { readonly group: { readonly kind: string; readonly imageIds: readonly string[] } | null }[],
  ) => groups.map(({ group }) => (group ? [group.kind, ...group.imageIds] : null))

  it('are of look first, then of a prompt, then of a family of files whose guesses agree', () => {
    const images = [
      unsorted('a1', { group: 'x' }),
      unsorted('a2', { group: 'x', promptId: 'bw-04' }),
      unsorted('b1', { promptId: 'bw-04', group: 'alone' }),
      unsorted('b2', { promptId: 'bw-04' }),
      unsorted('dsc_1', { width: 4000, height: 3000 }),
      unsorted('dsc_2', { width: 3000, height: 4000 }),
      unsorted('dsc_3', { width: 3000, height: 4000, madeWith: 'NIKON D90', style: 'bw_stylized' }),
      unsorted('render', { width: 64, model: 'flux' }),
      unsorted('other', { width: 65, model: 'flux' }),
      unsorted('still', { width: 66, madeWith: 'NIKON D90' }),
      unsorted('scan_1', { style: 'bw_stylized' }),
      unsorted('scan_2', { style: 'color_stylized' }),
    ]
    expect(headings(undecidedGroups(images, false))).toEqual([
      ['look', 'a1', 'a2'],
      ['prompt', 'b1', 'b2'],
      ['family', 'dsc_1', 'dsc_2'],
      ['maker', 'render', 'other'],
      null,
    ])
  })

  it('are as doubtful as their least sure member', () => {
    const images = [
      unsorted('a', { group: 'x', confidence: 0.6 }),
      unsorted('b', { group: 'x', confidence: 0.8 }),
      unsorted('c', { group: 'y', confidence: 0.9 }),
      unsorted('d', { group: 'y', confidence: 0.51 }),
      unsorted('e', { group: 'y', confidence: 0.9 }),
    ]
    const groups = undecidedGroups(images, true)
    expect(groups.map(({ group }) => group?.leastSure)).toEqual([0.51, 0.6])
    expect(undecidedGroups(images.slice(0, 4), true)[0]?.group?.imageIds).toEqual(['c', 'd'])
  })

  it('come in the parts that a person split them into, until a part is of one image', () => {
    const images = ['a', 'a', 'ba', 'bb'].map((groupPart, n) => unsorted(String(n), { group: 'x', groupPart }))
    expect(headings(undecidedGroups(images, false))).toEqual([['look', '0', '1'], null])
  })

  it('are of persons where an actor holds several', () => {
    const of = (id: string, person: number | null) => image(id, { person, face: person === 2 ? 0.6 : 0.1 })
    const several = [of('a', 1), of('b', 2), of('c', 1), of('d', 2), of('e', 3), of('f', null)]
    const [photo] = laneModels(several, target, null)
    expect(photo && headings(photo.sections)).toEqual([['person', 'a', 'c'], ['person', 'b', 'd'], null])
    expect(photo?.sections.map(({ group }) => group?.ofBase)).toEqual([false, true, undefined])
    const one = [of('a', 1), of('b', 1), of('c', 2)]
    expect(laneModels(one, target, null)[0]?.sections.map(({ group }) => group)).toEqual([null])
  })
})

describe('the overlay of moves under way', () => {
  it('shows an image where a human put it, and takes only the failed move back', () => {
    const images = [image('a'), image('b')]
    const first = addMove(new Map(), ['a', 'b'], 'rejected', 1)
    const second = addMove(first, ['b'], 'color_stylized', 2)
    const shown = withOverlay(images, second)
    expect(shown.map((each) => [each.lane, each.style, each.verdict])).toEqual([
      ['rejected', 'photorealistic', 'reject'],
      ['color_stylized', 'color_stylized', 'keep'],
    ])
    expect(withOverlay(images, dropMove(second, 1)).map((each) => each.lane)).toEqual([
      'photorealistic',
      'color_stylized',
    ])
    expect(withOverlay(images, dropMove(dropMove(second, 1), 2))).toBe(images)
  })
})
