import { Palette } from '../commands/Palette.tsx'
import { Shortcuts } from '../commands/Shortcuts.tsx'
import { MoveTo } from '../edits/MoveTo.tsx'
import { ExportDialog } from '../fleet/ExportDialog.tsx'
import { StartPlans } from '../fleet/StartPlans.tsx'
import { BalanceAll } from '../plan/BalanceAll.tsx'
import { SaveFilter } from '../search/SaveFilter.tsx'
import { SettingsDialog } from '../settings/SettingsDialog.tsx'
import { TrashDialog } from '../settings/TrashDialog.tsx'
import { VerifyDialog } from '../settings/VerifyDialog.tsx'
import { WarningsDialog } from '../settings/WarningsDialog.tsx'
import { FolderBrowser } from '../start/FolderBrowser.tsx'
import { SyncDialog } from '../sync/SyncDialog.tsx'
import { useView } from './view-store.ts'

/** The one dialog that is open, if any. */
export function Panels() {
  const panel = useView((state) => state.panel)
  switch (panel) {
    case null:
      return null
    case 'browse':
      return <FolderBrowser />
    case 'settings':
      return <SettingsDialog />
    case 'trash':
      return <TrashDialog />
    case 'verify':
      return <VerifyDialog />
    case 'warnings':
      return <WarningsDialog />
    case 'sync':
      return <SyncDialog />
    case 'balance-all':
      return <BalanceAll />
    case 'palette':
      return <Palette />
    case 'start-plans':
      return <StartPlans />
    case 'export':
      return <ExportDialog />
    case 'save-filter':
      return <SaveFilter />
    case 'move-to':
      return <MoveTo />
    case 'shortcuts':
      return <Shortcuts />
  }
}
