import { FolderOpen, TriangleAlert } from 'lucide-react'
import { useEffect } from 'react'
import { Sidebar } from '../views/sidebar/Sidebar.tsx'
import { runCommand } from '../model/commands/registry.ts'
import { onWindowKey } from '../model/commands/window-keys.ts'
import { capabilities } from '../base/host/capabilities.ts'
import { HistoryPanel } from '../views/history/HistoryPanel.tsx'
import { useImageDrops } from './use-image-drops.ts'
import { Lightbox } from '../views/lightbox/Lightbox.tsx'
import { Dock } from './Dock.tsx'
import { Jump } from '../views/search/Jump.tsx'
import { StartScreen } from '../views/start/StartScreen.tsx'
import { strings } from '../base/strings/index.ts'
import { Spinner } from '../base/ui/Bits.tsx'
import { MenuLandmark } from '../base/ui/MenuPortal.tsx'
import { Tour } from '../views/tour/Tour.tsx'
import { LiveRegion, Toaster } from '../base/ui/Toaster.tsx'
import { useArrangement } from '../model/images/arrangement-store.ts'
import { ContextMenu } from './ContextMenu.tsx'
import { Covers } from './Covers.tsx'
import { useLibrary } from '../model/library/library-store.ts'
import { useQuestion } from '../model/library/question-store.ts'
import { QuestionNotice } from '../views/question/QuestionNotice.tsx'
import { Page } from './Page.tsx'
import { Panels } from './Panels.tsx'
import { startSession } from '../model/session/session.ts'
import { keepFocus } from '../base/ui/keep-focus.ts'
import { applyTheme } from '../base/ui/theme.ts'
import { useDropFolder } from './use-drop-folder.ts'
import './shell.css'

function useWindow(): void {
  const theme = useLibrary((state) => state.settings?.values.theme ?? 'system')
  const contrast = useLibrary((state) => state.settings?.values.contrast ?? 'system')
  const name = useLibrary((state) => state.library?.name)
  useEffect(() => {
    const stop = new AbortController()
    void startSession(stop.signal)
    keepFocus(stop.signal)
    window.addEventListener('keydown', onWindowKey, { signal: stop.signal })
    const offMenu = capabilities.onMenu?.(runCommand)
    return () => {
      stop.abort()
      offMenu?.()
    }
  }, [])
  const thumbnails = useArrangement((state) => state.thumbnails)
  useEffect(() => applyTheme({ theme, contrast }), [theme, contrast])
  useEffect(() => {
    document.documentElement.dataset['thumbnails'] = thumbnails
  }, [thumbnails])
  useEffect(() => {
    document.title = name === undefined ? strings.product : `${name} — ${strings.product}`
  }, [name])
}

function Workspace() {
  const missing = useLibrary((state) => state.library?.missing ?? false)
  const waiting = useQuestion((state) => state.question !== null)
  useImageDrops()
  return (
    <div className="workspace" data-notice={missing || waiting || undefined}>
      {missing ? (
        <div className="library-notice" role="alert">
          <TriangleAlert size={16} aria-hidden /> {strings.library.missing}
        </div>
      ) : (
        waiting && <QuestionNotice />
      )}
      <Sidebar />
      <Page />
      <HistoryPanel />
      <Dock />
    </div>
  )
}

function Screen() {
  const known = useLibrary((state) => state.known)
  const open = useLibrary((state) => state.library !== null)
  const down = useLibrary((state) => state.link === 'down')
  if (!known) {
    return (
      <main className="screen-wait">
        <Spinner label={strings.link.connecting} />
        {down && <p role="alert">{strings.errors.unreachable}</p>}
      </main>
    )
  }
  return open ? <Workspace /> : <StartScreen />
}

export function App() {
  useWindow()
  const dropping = useDropFolder()
  return (
    <>
      <Covers>
        <Screen />
      </Covers>
      <Panels />
      <Lightbox />
      <Tour />
      <ContextMenu />
      <Jump />
      <MenuLandmark />
      <Toaster />
      <LiveRegion />
      {dropping && (
        <div className="drop-veil">
          <FolderOpen size={28} aria-hidden />
          {strings.start.dropNow}
        </div>
      )}
    </>
  )
}
