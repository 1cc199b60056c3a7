import type { FolderView } from '../../../../main/contract/views.ts'
import { attempt } from '../../base/host/attempt.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'
import { useLibrary } from '../library/library-store.ts'
import { loadAll } from './session.ts'
import { closePanel, openPanel, useView } from '../window/view-store.ts'

async function opening(name: string, open: () => PromiseLike<unknown>): Promise<void> {
  useLibrary.setState({ opening: name })
  const opened = await attempt(open)
  if (opened.ok) {
    // The library's own question may be there already.
    if (useView.getState().panel !== 'question') closePanel()
    await loadAll()
  }
  useLibrary.setState({ opening: null })
}

export const openFolder = (folder: FolderView): Promise<void> =>
  opening(folder.name, () => api.library.open({ folderId: folder.folderId }))

export const openSample = (): Promise<void> => opening(strings.start.sampleTitle, () => api.library.openSample())

/** The host's own dialog where there is one, our browser of the core's machine otherwise. */
export async function chooseFolder(): Promise<void> {
  const pick = capabilities.pickFolder
  if (!pick) {
    openPanel('browse')
    return
  }
  const picked = await attempt(pick)
  if (picked.ok && picked.value) await openFolder(picked.value)
}

export async function openDropped(file: File): Promise<void> {
  const resolve = capabilities.folderForDrop
  if (!resolve) return
  const folder = await attempt(() => resolve(file))
  if (!folder.ok) return
  if (folder.value) await openFolder(folder.value)
  else notify('warning', strings.errors.dropNoFolder)
}

export const closeLibrary = (): Promise<unknown> => attempt(() => api.library.close())
