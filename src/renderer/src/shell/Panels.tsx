import { AboutDialog } from './AboutDialog.tsx'
import { Palette } from './Palette.tsx'
import { Shortcuts } from './Shortcuts.tsx'
import { MoveTo } from './MoveTo.tsx'
import { ExportDialog } from '../views/all-actors/ExportDialog.tsx'
import { StartPlans } from '../views/all-actors/StartPlans.tsx'
import { AddPhotographs } from '../views/plan/AddPhotographs.tsx'
import { BalanceAll } from '../views/plan/BalanceAll.tsx'
import { SnapshotDialog } from '../views/history/SnapshotDialog.tsx'
import { PrepareDialog } from '../views/prepare/PrepareDialog.tsx'
import { QuestionDialog } from '../views/question/QuestionDialog.tsx'
import { SaveFilter } from '../views/search/SaveFilter.tsx'
import { SettingsDialog } from '../views/settings/SettingsDialog.tsx'
import { TrashDialog } from '../views/library/TrashDialog.tsx'
import { PromisesDialog } from '../views/library/PromisesDialog.tsx'
import { TargetDialog } from '../views/settings/TargetDialog.tsx'
import { VerifyDialog } from '../views/library/VerifyDialog.tsx'
import { WarningsDialog } from '../views/library/WarningsDialog.tsx'
import { FolderBrowser } from '../views/start/FolderBrowser.tsx'
import { SyncDialog } from '../views/sync/SyncDialog.tsx'
import { WorkersDialog } from '../views/workers/WorkersDialog.tsx'
import { useView } from '../model/window/view-store.ts'

/** Renders the open dialog, if any. */
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
    case 'targets':
      return <TargetDialog />
    case 'photographs':
      return <AddPhotographs />
    case 'promises':
      return <PromisesDialog />
    case 'question':
      return <QuestionDialog />
    case 'snapshot':
      return <SnapshotDialog />
    case 'verify':
      return <VerifyDialog />
    case 'warnings':
      return <WarningsDialog />
    case 'sync':
      return <SyncDialog />
    case 'workers':
      return <WorkersDialog />
    case 'balance-all':
      return <BalanceAll />
    case 'palette':
      return <Palette />
    case 'start-plans':
      return <StartPlans />
    case 'export':
      return <ExportDialog />
    case 'prepare':
      return <PrepareDialog />
    case 'save-filter':
      return <SaveFilter />
    case 'move-to':
      return <MoveTo />
    case 'about':
      return <AboutDialog />
    case 'shortcuts':
      return <Shortcuts />
  }
}
