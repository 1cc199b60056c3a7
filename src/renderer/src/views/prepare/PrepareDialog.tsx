import { strings } from '../../base/strings/index.ts'
import { Dialog } from '../../base/ui/Dialog.tsx'
import { Segmented } from '../../base/ui/Segmented.tsx'
import { closePanel, type PanelTab, useView } from '../../model/window/view-store.ts'
import { CaptionPane } from './CaptionPane.tsx'
import { ExportPane } from './ExportPane.tsx'
import './prepare.css'

/** From a balanced set to the trainer: captions, then the export. */
export function PrepareDialog() {
  const actorId = useView((state) => state.actorId) ?? ''
  const scope = useView((state) => state.panelScope)
  const actorIds = scope ?? [actorId]
  const [first = ''] = actorIds
  const chosen = useView((state) => state.panelTab)
  const tab = chosen ?? (actorIds.length > 1 ? 'export' : 'captions')
  const setTab = (panelTab: PanelTab) => useView.setState({ panelTab })
  const { prepare } = strings
  return (
    <Dialog title={prepare.title} intro={actorIds.length === 1 ? first : undefined} size="window" onClose={closePanel}>
      {actorIds.length === 1 && (
        <div className="prepare-tabs">
          <Segmented label={prepare.title} value={tab} options={prepare.tabs} onChange={setTab} />
        </div>
      )}
      {tab === 'captions' ? (
        <CaptionPane key={first} actorId={first} onExport={() => setTab('export')} />
      ) : (
        <ExportPane actorIds={actorIds} />
      )}
    </Dialog>
  )
}
