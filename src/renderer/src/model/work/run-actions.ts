import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { mergeRun } from './runs-store.ts'

const act = async (call: () => PromiseLike<Parameters<typeof mergeRun>[0]>): Promise<void> => {
  const run = await attempt(call)
  if (run.ok) mergeRun(run.value)
}

export const pauseRun = (runId: string): Promise<unknown> => attempt(() => api.runs.pause({ runId }))
export const cancelRun = (runId: string): Promise<unknown> => attempt(() => api.runs.cancel({ runId }))
export const resumeRun = (runId: string): Promise<void> => act(() => api.runs.resume({ runId }))
export const retryFailed = (runId: string): Promise<void> => act(() => api.runs.retryFailed({ runId }))
export const undoRun = (runId: string): Promise<void> => act(() => api.runs.undo({ runId }))
export const cancelTask = (taskId: string): Promise<unknown> => attempt(() => api.tasks.cancel({ taskId }))
