import { describe, expect, it } from 'vitest'
import { type Alike, duplicateGroups } from '../../../src/main/domain/duplicate-groups.ts'
import { judge } from '../../../src/main/domain/judge.ts'
import type { Measures } from '../../../src/main/domain/measures.ts'
import { measuresOf } from './measures-of.ts'

const copyOf = (filename: string, verdict: 'reject' | 'review' = 'reject') =>
  ({ key: 'near_duplicate', verdict, detail: `copy of ${filename}`, duplicateOf: filename }) as const

const image = (
  n: number,
  { measures, ...changes }: Partial<Omit<Alike, 'measures'>> & { readonly measures?: Partial<Measures> } = {},
): Alike => ({
  filename: `ada_${n}.jpg`,
  measures: measuresOf(n, measures),
  preferred: false,
  flawed: false,
  issues: [],
  ...changes,
})

const found = (images: readonly Alike[]) =>
  duplicateGroups(images).map(({ kind, best, why, others }) => ({
    kind,
    best: best.filename,
    why,
    others: others.map(({ filename }) => filename),
  }))

describe('duplicate groups', () => {
  it('gather copies, and copies of copies, and leave single images alone', () => {
    const images = [
      image(10, { issues: [copyOf('ada_2.jpg')] }),
      image(2, { issues: [copyOf('ada_1.jpg', 'review')] }),
      image(1),
      image(3),
    ]
    expect(found(images)).toEqual([
      { kind: 'variants', best: 'ada_1.jpg', why: ['first'], others: ['ada_2.jpg', 'ada_10.jpg'] },
    ])
  })

  it('pick the larger, then the sharper, and say why', () => {
    const small = image(1, { measures: { width: 512, height: 512 }, issues: [copyOf('ada_3.jpg')] })
    const soft = image(2, { measures: { sharpness: 300 }, issues: [copyOf('ada_3.jpg')] })
    expect(found([small, soft, image(3)])).toEqual([
      { kind: 'copies', best: 'ada_3.jpg', why: ['pixels', 'sharper'], others: ['ada_1.jpg', 'ada_2.jpg'] },
    ])
  })

  it('pick what a person kept, whatever the pixels say', () => {
    const kept = image(1, { measures: { width: 512, height: 512 }, preferred: true, issues: [copyOf('ada_2.jpg')] })
    expect(found([kept, image(2)])).toMatchObject([{ best: 'ada_1.jpg', why: ['kept'] }])
  })

  it('go on with the next best when a person rejected the best, and end when one is left', () => {
    const [a, b] = [1, 2].map((n) => image(n, { issues: [copyOf('ada_3.jpg')] }))
    // ada_3.jpg was rejected by a person, so it is no longer in the group.
    expect(found([a!, b!])).toMatchObject([{ best: 'ada_1.jpg', others: ['ada_2.jpg'] }])
    expect(found([a!])).toEqual([])
  })

  it('agree with the judge on which one stays', () => {
    const measured = measuresOf(7)
    const assessed = judge([
      { filename: 'ada_1.jpg', sha256: 'a', measured: { ...measured, width: 600, height: 600 } },
      { filename: 'ada_2.jpg', sha256: 'b', measured },
    ])
    const images = [...assessed].map(([filename, { issues }]) => ({
      ...image(Number(filename.at(4))),
      measures: filename === 'ada_1.jpg' ? { ...measured, width: 600, height: 600 } : measured,
      issues,
    }))
    expect(found(images)).toEqual([{ kind: 'copies', best: 'ada_2.jpg', why: ['pixels'], others: ['ada_1.jpg'] }])
  })
})
