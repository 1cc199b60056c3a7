import type { FolderView } from '../../../../main/contract/views.ts'
import { attempt, outcome } from '../../base/host/attempt.ts'
import type { Problem } from '../../base/host/errors.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'
import { useLibrary } from '../library/library-store.ts'
import { loadAll } from './load-all.ts'
import { closePanel, openPanel, useView } from '../window/view-store.ts'

/** Returns folders inside this one that can be opened as libraries. */
export async function librariesIn(folder: FolderView): Promise<readonly FolderView[]> {
  const inside = await outcome(api.folders.browse({ folderId: folder.folderId }))
  return inside.ok ? inside.value.children.filter(({ looksLike }) => looksLike === 'library') : []
}

/** Shows why a folder was not opened, and offers the library found inside it, or another try. */
async function tellRefused(problem: Problem, again: () => void, folder: FolderView | null): Promise<void> {
  if (problem.code === 'CANCELLED') return
  const [inside] = folder && problem.code === 'BAD_INPUT' ? await librariesIn(folder) : []
  const next = inside
    ? { label: strings.browse.open(inside.name), run: () => void openFolder(inside) }
    : { label: strings.retry, run: again }
  notify('error', problem.message, next)
}

async function opening(
  name: string,
  open: () => PromiseLike<unknown>,
  folder: FolderView | null = null,
): Promise<void> {
  useLibrary.setState({ opening: name })
  const opened = await outcome(open())
  if (opened.ok) {
    // The library's question may already be open.
    if (useView.getState().panel !== 'question') closePanel()
    await loadAll()
  } else await tellRefused(opened.problem, () => void opening(name, open, folder), folder)
  useLibrary.setState({ opening: null })
}

export const openFolder = (folder: FolderView): Promise<void> =>
  opening(folder.name, () => api.library.open({ folderId: folder.folderId }), folder)

export const openStore = (address: string): Promise<void> => opening(address, () => api.library.openStore({ address }))

export const openSample = (): Promise<void> => opening(strings.start.sampleTitle, () => api.library.openSample())

/** Opens the host's folder dialog, or Evencast's own folder browser where the host has none. */
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
