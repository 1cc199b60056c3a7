import type { RunView } from '../../../../main/contract/views.ts'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { mergeAnswer, useRuns } from './runs-store.ts'

const act = async (call: () => PromiseLike<RunView>): Promise<void> => {
  const { runs } = useRuns.getState()
  const run = await attempt(call)
  if (run.ok) mergeAnswer(run.value, runs)
}

export const pauseRun = (runId: string): Promise<unknown> => attempt(() => api.runs.pause({ runId }))
export const cancelRun = (runId: string): Promise<unknown> => attempt(() => api.runs.cancel({ runId }))
export const resumeRun = (runId: string): Promise<void> => act(() => api.runs.resume({ runId }))
export const retryFailed = (runId: string): Promise<void> => act(() => api.runs.retryFailed({ runId }))
export const undoRun = (runId: string): Promise<void> => act(() => api.runs.undo({ runId }))
export const cancelTask = (taskId: string): Promise<unknown> => attempt(() => api.tasks.cancel({ taskId }))
