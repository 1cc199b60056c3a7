import { beforeEach, expect, test, vi } from 'vitest'
import type { RunView } from '../../../../../src/main/contract/views.ts'
import { noticeRun } from '../../../../../src/renderer/src/model/work/run-notices.ts'
import { useRuns } from '../../../../../src/renderer/src/model/work/runs-store.ts'
import { toasts } from '../../../../../src/renderer/src/base/ui/notify.ts'
import { aRun } from '../../../../support/views.ts'

const run = (state: RunView['state'], failures: RunView['failures'] = []): RunView =>
  aRun({ runId: '7', state, actors: ['ann'], done: 1, total: 1, generated: 1, failures, undoable: false })

beforeEach(() => useRuns.setState({ runs: [run('running')] }))

test('a note about failed steps goes when they are tried again', () => {
  const closed = vi.spyOn(toasts, 'close')
  const added = vi.spyOn(toasts, 'add')
  const failed = run('failed', [{ actorId: 'ann', step: 'ann_3.jpg', error: 'no answer' }])
  expect(noticeRun(failed)).toBe(true)
  const key = added.mock.calls[0]?.[0].id
  expect(key).toContain('7')
  useRuns.setState({ runs: [failed] })
  expect(noticeRun(run('running'))).toBe(true)
  expect(closed).toHaveBeenCalledExactlyOnceWith(key)
  useRuns.setState({ runs: [run('running')] })
  expect(noticeRun(run('running'))).toBe(false)
})
