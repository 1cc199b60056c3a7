import { ChevronRight, CornerLeftUp, Folder, Images, LibraryBig } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { z } from 'zod'
import type { BrowseView } from '../../../../main/contract/views.ts'
import { openFolder } from '../../model/session/library-actions.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { closePanel } from '../../model/window/view-store.ts'
import { type Outcome, outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { strings } from '../../base/strings/index.ts'
import { Empty, Spinner } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'
import { Dialog } from '../../base/ui/Dialog.tsx'
import { PathField } from './PathField.tsx'
import './browser.css'

type Browse = z.infer<typeof BrowseView>
const ICONS = { library: LibraryBig, actor: Images, folder: Folder } as const

const look = (folderId: string | undefined) => outcome(api.folders.browse({ folderId }))

/** Starts in the parent folder of the last library, or in the home folder when there was none or it is gone. */
async function firstAnswer(folderId: string | undefined, recent: string | undefined): Promise<Outcome<Browse>> {
  if (folderId !== undefined || recent === undefined) return look(folderId)
  const last = await look(recent)
  if (!last.ok || last.value.parent === null) return look(undefined)
  const beside = await look(last.value.parent.folderId)
  return beside.ok ? beside : look(undefined)
}

/** Chooses a folder on the core's machine, for hosts without a folder dialog. */
export function FolderBrowser() {
  const [recent] = useState(() => useLibrary.getState().recent[0]?.folderId)
  const [folderId, setFolderId] = useState<string>()
  const [answer, setAnswer] = useState<Outcome<Browse>>()
  useEffect(() => {
    let current = true
    void firstAnswer(folderId, recent).then((found) => current && setAnswer(found))
    return () => {
      current = false
    }
  }, [folderId, recent])

  const browse = answer?.ok ? answer.value : undefined
  const parent = browse?.parent
  return (
    <Dialog
      title={strings.browse.title}
      onClose={closePanel}
      footer={
        <>
          <span className="grow" />
          <Button variant="plain" onClick={closePanel}>
            {strings.cancel}
          </Button>
          <Button variant="primary" disabled={!browse} onClick={() => browse && void openFolder(browse.here)}>
            {strings.browse.open(browse?.here.name ?? '…')}
          </Button>
        </>
      }
    >
      {capabilities.folderForPath && (
        <PathField
          here={browse?.here.hint ?? ''}
          find={capabilities.folderForPath}
          onFound={(folder) => setFolderId(folder.folderId)}
        />
      )}
      <div className="browse">
        {answer && !answer.ok && (
          <Empty title={answer.problem.message}>
            <Button onClick={() => setFolderId(undefined)}>{strings.retry}</Button>
          </Empty>
        )}
        {!answer && <Spinner label={strings.browse.loading} />}
        {browse && (
          <ul aria-label={strings.browse.list}>
            {parent && (
              <li>
                <button type="button" className="browse-row" onClick={() => setFolderId(parent.folderId)}>
                  <CornerLeftUp size={16} />
                  <span className="ellipsis">{strings.browse.parent(parent.name)}</span>
                </button>
              </li>
            )}
            {browse.children.map((child) => {
              const Icon = ICONS[child.looksLike]
              return (
                <li key={child.folderId}>
                  <button
                    type="button"
                    className="browse-row"
                    data-kind={child.looksLike}
                    onClick={() => setFolderId(child.folderId)}
                    onDoubleClick={() => child.looksLike !== 'folder' && void openFolder(child)}
                  >
                    <Icon size={16} />
                    <span className="ellipsis">{child.name}</span>
                    <ChevronRight size={14} className="browse-into" />
                  </button>
                  {child.looksLike !== 'folder' && (
                    <Button
                      size="s"
                      onClick={() => void openFolder(child)}
                      aria-label={`${strings.browse.looksLike[child.looksLike]}: ${strings.browse.open(child.name)}`}
                    >
                      {strings.browse.looksLike[child.looksLike]}
                    </Button>
                  )}
                </li>
              )
            })}
            {browse.children.length === 0 && <li className="soft">{strings.browse.empty}</li>}
          </ul>
        )}
      </div>
    </Dialog>
  )
}
