import { expect, test } from 'vitest'
import { alikeTo } from '../../../../src/main/operations/view/alike.ts'
import type { ViewContext } from '../../../../src/main/operations/view/view-context.ts'
import { measuresOf } from '../../domain/measures-of.ts'

const NEAR = Array.from({ length: 15 }, () => 0.5)
const FAR = Array.from({ length: 15 }, () => 0)

type Row = Partial<Record<'decidedBy' | 'lane' | 'actorId', string>> & { readonly signature?: readonly number[] }

function contextOf(rows: readonly Row[]): ViewContext {
  const summaries = rows.map((row, at) => ({
    id: at + 1,
    actorId: 'ada',
    decidedBy: 'evaluator',
    lane: 'photorealistic',
    sha256: String(at),
    ...row,
  }))
  const measures = rows.map(({ signature = NEAR }, at) => measuresOf(at, { signature }))
  const catalog = {
    summaries: {
      byIds: (ids: readonly number[]) => summaries.filter(({ id }) => ids.includes(id)),
      ofActor: (actorId: string) => summaries.filter((row) => row.actorId === actorId),
    },
    measures: { get: (sha256: string) => measures[Number(sha256)] },
  }
  // Only the members that are used.
  return { catalog, evaluator: { id: 'local' } } as unknown as ViewContext
}

test('undecided images of the same actor that look alike and lie elsewhere are offered', () => {
  const context = contextOf([
    { decidedBy: 'human', lane: 'color_stylized' },
    {},
    { lane: 'unsorted' },
    { lane: 'color_stylized' },
    { decidedBy: 'human' },
    { lane: 'rejected' },
    { actorId: 'bob' },
    { signature: FAR },
  ])
  expect(alikeTo(context, ['1'], 'color_stylized')).toEqual(['2', '3'])
  expect(alikeTo(context, ['1', '2', '3'], 'color_stylized')).toEqual([])
  expect(alikeTo(context, ['1'], 'rejected')).toEqual([])
})
