import { create } from 'zustand'
import type { SettingsView } from '../../../../main/contract/settings.ts'
import type { FolderView, HistoryView, LibraryView } from '../../../../main/contract/views.ts'
import type { Link } from '../../base/host/events.ts'

export interface LibraryState {
  readonly link: Link
  /** False until the core has answered whether a library is open. */
  readonly known: boolean
  readonly library: LibraryView | null
  readonly recent: readonly FolderView[]
  readonly history: HistoryView
  readonly settings: SettingsView | null
  /** Name of the folder being opened. */
  readonly opening: string | null
}

export const useLibrary = create<LibraryState>()(() => ({
  link: 'connecting',
  known: false,
  library: null,
  recent: [],
  history: { undo: null, redo: null },
  settings: null,
  opening: null,
}))

export const setHistory = (history: HistoryView): void => useLibrary.setState({ history })

/** Returns the vision model in the settings, or an empty string when none is chosen. */
export const visionModel = ({ settings }: LibraryState): string => {
  if (settings === null || settings.values.evaluator === 'local') return ''
  return settings.values.evaluator === 'openai' ? settings.values.openaiModel : settings.values.localServerModel
}
