import { FolderOpen, TriangleAlert } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { FolderView } from '../../../../main/contract/views.ts'
import { useActors } from '../../model/library/actors-store.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { libraryWarnings } from '../../model/library/warnings.ts'
import { librariesIn, openFolder } from '../../model/session/library-actions.ts'
import { closePanel } from '../../model/window/view-store.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { Dialog } from '../../base/ui/Dialog.tsx'
import './library.css'

/** Problems found and handled while opening the library. */
export function WarningsDialog() {
  const library = useLibrary((state) => state.library)
  const byId = useActors((state) => state.byId)
  const warnings = useMemo(() => libraryWarnings(library, [...byId.values()]), [library, byId])
  const here = useLibrary((state) => state.recent[0])
  const [inside, setInside] = useState<readonly FolderView[]>([])
  useEffect(() => {
    if (here) void librariesIn(here).then(setInside)
  }, [here])
  return (
    <Dialog title={strings.library.warnings(warnings.length)} onClose={closePanel}>
      <ul className="warning-list selectable">
        {warnings.map((warning) => (
          <li key={warning}>
            <TriangleAlert size={14} aria-hidden /> {warning}
          </li>
        ))}
      </ul>
      {inside.length > 0 && (
        <p className="warning-ways">
          {inside.map((folder) => (
            <Button
              key={folder.folderId}
              size="s"
              icon={<FolderOpen size={14} />}
              onClick={() => void openFolder(folder)}
            >
              {strings.browse.open(folder.name)}
            </Button>
          ))}
        </p>
      )}
    </Dialog>
  )
}
