import { expect, test } from 'vitest'
import type { Measured } from '../../../../src/main/domain/measures.ts'
import { shareMeasures } from '../../../../src/main/fleet/worker/measures.ts'

test('what one machine could not measure is not shared as if nobody could', async () => {
  const shared: unknown[] = []
  const found: Record<string, Measured> = {
    damaged: { unreadable: 'It ends in the middle.' },
    huge: { unreadable: 'It took more memory than there is.', unproven: true },
  }
  const context = {
    evaluator: { id: 'local@1' },
    seeing: { model: () => null },
    catalog: { measures: { get: (sha256: string) => found[sha256] ?? null } },
  }
  const put = async (_evaluator: string, all: unknown) => void shared.push(all)
  const ledger = { measures: { put }, vectors: { put: async () => {} }, contents: { put: async () => {} } }
  await shareMeasures({ parts: { context } } as never, ledger as never, ['damaged', 'huge', 'unknown'], [])
  expect(shared).toEqual([[{ sha256: 'damaged', measured: found['damaged'] }]])
})
