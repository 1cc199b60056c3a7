import { TriangleAlert } from 'lucide-react'
import { useShallow } from 'zustand/react/shallow'
import { useLibrary } from '../../model/library/library-store.ts'
import { closePanel } from '../../model/window/view-store.ts'
import { strings } from '../../base/strings/index.ts'
import { Dialog } from '../../base/ui/Dialog.tsx'
import './settings.css'

/** What opening the library came across and dealt with. */
export function WarningsDialog() {
  const warnings = useLibrary(useShallow((state) => state.library?.warnings ?? []))
  return (
    <Dialog title={strings.library.warnings(warnings.length)} onClose={closePanel}>
      <ul className="warning-list selectable">
        {warnings.map((warning) => (
          <li key={warning}>
            <TriangleAlert size={14} aria-hidden /> {warning}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
