import { beforeEach, expect, test } from 'vitest'
import type { RunView, TaskView } from '../../../../../src/main/contract/views.ts'
import {
  mergeAnswer,
  mergeRun,
  mergeStarted,
  mergeTask,
  replaceRuns,
  useRuns,
} from '../../../../../src/renderer/src/model/work/runs-store.ts'

const run = (state: RunView['state']) => ({ runId: 'r', startedAt: '2026-01-01T00:00:00Z', state }) as RunView
const task = (state: TaskView['state']) => ({ taskId: 't', state }) as TaskView
const states = () => useRuns.getState().runs.map(({ state }) => state)

beforeEach(() => replaceRuns([run('interrupted')], []))

test('the answer to a request shows at once', () => {
  const { runs } = useRuns.getState()
  mergeAnswer(run('running'), runs)
  expect(states()).toEqual(['running'])
})

test('a run that ended before the answer came is not shown as running again', () => {
  const { runs } = useRuns.getState()
  mergeRun(run('done'))
  mergeAnswer(run('running'), runs)
  expect(states()).toEqual(['done'])
})

test('a new run that ended before the answer named it is not shown as running', () => {
  replaceRuns([], [])
  const { runs } = useRuns.getState()
  mergeRun(run('done'))
  mergeAnswer(run('running'), runs)
  expect(states()).toEqual(['done'])
})

test('a task that ended before the answer named it is not shown as running', () => {
  mergeTask(task('done'))
  mergeStarted(task('running'))
  expect(useRuns.getState().tasks.get('t')?.state).toBe('done')
})
