import { create } from 'zustand'
import type { ModelView } from '../../../../main/contract/models.ts'
import { attempt, outcome } from '../../base/host/attempt.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { api } from '../../base/host/connect.ts'

/** Pretrained networks installed on the core's machine; null until fetched. */
export const useModels = create<{ readonly models: readonly ModelView[] | null }>()(() => ({ models: null }))

export const takeModels = (models: readonly ModelView[]): void => useModels.setState({ models })

export async function loadModels(): Promise<void> {
  const answer = await outcome(api.models.list())
  if (answer.ok) takeModels(answer.value)
}

type ModelId = ModelView['id']

async function change(ask: () => PromiseLike<ModelView[]>): Promise<void> {
  const answer = await attempt(ask)
  if (answer.ok) takeModels(answer.value)
}

export const installModel = (id: ModelId, folderId?: string): Promise<void> =>
  change(() => api.models.install({ id, ...(folderId !== undefined && { folderId }) }))

/** Installs from a folder chosen in the host's dialog. */
export async function installFromFolder(id: ModelId): Promise<void> {
  const pick = capabilities.pickFolder
  const picked = pick && (await attempt(pick))
  if (picked?.ok && picked.value) await installModel(id, picked.value.folderId)
}

export const stopModel = (id: ModelId): Promise<void> => change(() => api.models.stop({ id }))

export const removeModel = (id: ModelId): Promise<void> => change(() => api.models.remove({ id }))

export const isInstalled = (id: ModelId): boolean =>
  useModels.getState().models?.some((model) => model.id === id && model.state === 'installed') === true
