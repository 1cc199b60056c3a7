import {
  ChevronsUpDown,
  FolderOpen,
  FolderX,
  Keyboard,
  Lock,
  RefreshCw,
  ScanSearch,
  Server,
  Settings,
  Target,
  Trash2,
  TriangleAlert,
} from 'lucide-react'
import { Menu } from '@base-ui/react/menu'
import { useMemo } from 'react'
import { chooseFolder, closeLibrary } from '../../model/session/library-actions.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { SidebarNav } from './SidebarNav.tsx'
import { openPanel } from '../../model/window/view-store.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { strings } from '../../base/strings/index.ts'
import { Ring } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'
import { MenuPortal } from '../../base/ui/MenuPortal.tsx'
import { ActorFilterBar } from './ActorFilterBar.tsx'
import { ActorList } from './ActorList.tsx'
import { hasFleet, isJoined } from '../../model/work/workers-store.ts'
import { useActors } from '../../model/library/actors-store.ts'
import { libraryWarnings } from '../../model/library/warnings.ts'
import { totalsOf } from '../../model/library/actor-filter.ts'
import { ReviewButton } from './ReviewButton.tsx'
import './sidebar.css'

const ENTRIES = [
  {
    icon: Settings,
    label: strings.library.settings,
    run: () => openPanel('settings'),
    key: `${capabilities.modifier} ,`,
  },
  { icon: Target, label: strings.targets.commandAll, run: () => openPanel('targets') },
  { icon: Lock, label: strings.promises.command, run: () => openPanel('promises') },
  { icon: Trash2, label: strings.library.trash, run: () => openPanel('trash') },
  { icon: ScanSearch, label: strings.library.verify, run: () => openPanel('verify') },
  { icon: RefreshCw, label: strings.library.sync, run: () => openPanel('sync') },
  { icon: Server, label: strings.workers.command, run: () => openPanel('workers'), inFleet: true },
  { icon: Keyboard, label: strings.library.shortcuts, run: () => openPanel('shortcuts'), key: '?' },
  null,
  { icon: FolderOpen, label: strings.library.open, run: () => void chooseFolder(), key: `${capabilities.modifier} O` },
  { icon: FolderX, label: strings.library.close, run: () => void closeLibrary() },
] as const

function LibraryMenu() {
  const name = useLibrary((state) => state.library?.name ?? '')
  const isInFleet = useLibrary(hasFleet)
  const location = useLibrary((state) => state.library?.location ?? '')
  return (
    <Menu.Root>
      <Menu.Trigger className="library-name" title={location} aria-label={`${strings.library.menu}: ${name}`}>
        <b className="ellipsis">{name}</b>
        <ChevronsUpDown size={14} />
      </Menu.Trigger>
      <MenuPortal>
        <Menu.Positioner align="start" sideOffset={6} className="menu-positioner">
          <Menu.Popup className="menu">
            {ENTRIES.filter((entry) => isInFleet || entry === null || !('inFleet' in entry)).map((entry) =>
              entry === null ? (
                <Menu.Separator key="separator" className="menu-separator" />
              ) : (
                <Menu.Item key={entry.label} className="menu-item" onClick={entry.run}>
                  <entry.icon size={15} />
                  {entry.label}
                  {'key' in entry && <small>{entry.key}</small>}
                </Menu.Item>
              ),
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </MenuPortal>
    </Menu.Root>
  )
}

/** Summary of the library's fleet; opens its dialog. */
function FleetLine() {
  const fleet = useLibrary((state) => state.library?.fleet)
  if (!fleet) return null
  return (
    <button
      type="button"
      className="library-fleet num"
      data-problem={fleet.problem !== null || fleet.paused || fleet.workers === 0 || undefined}
      title={fleet.problem ?? strings.workers.title}
      onClick={() => openPanel('workers')}
    >
      <Server size={12} aria-hidden />
      <span className="ellipsis">{fleet.problem === null ? strings.workers.inShort(fleet) : strings.workers.away}</span>
    </button>
  )
}

export function Sidebar() {
  const byId = useActors((state) => state.byId)
  const indexed = useLibrary((state) => state.library?.indexed ?? true)
  const library = useLibrary((state) => state.library)
  const missing = useLibrary((state) => state.library?.missing ?? false)
  const joined = useLibrary(isJoined)
  const totals = useMemo(() => totalsOf([...byId.values()]), [byId])
  const warnings = useMemo(() => libraryWarnings(library, [...byId.values()]).length, [library, byId])
  return (
    <aside className="sidebar" data-inset={capabilities.insetTitleBar || undefined} aria-label={strings.library.menu}>
      <div className="library">
        <Ring
          share={totals.actors === 0 ? 0 : totals.balanced / totals.actors}
          label={strings.totals.ring(totals.balanced, totals.actors)}
        />
        <div className="library-text">
          <LibraryMenu />
          <span className="num soft">
            {indexed ? (
              <>
                {strings.totals.summary(totals.balanced, totals.actors)} ·{' '}
                {library?.inStore?.toCome
                  ? strings.actors.toCome(library.inStore.toCome)
                  : totals.unassessed > 0
                    ? strings.totals.notAssessed(totals.unassessed)
                    : strings.totals.missing(totals.missing, totals.unknown)}
              </>
            ) : (
              strings.library.indexing
            )}
          </span>
          <FleetLine />
          {warnings > 0 && (
            <button type="button" className="library-warnings" onClick={() => openPanel('warnings')}>
              <TriangleAlert size={12} aria-hidden /> {strings.library.warnings(warnings)}
            </button>
          )}
        </div>
      </div>
      <SidebarNav />
      <ActorFilterBar />
      <ActorList />
      <div className="sidebar-foot">
        <ReviewButton />
        <Button
          className="balance-all"
          title={joined ? strings.plan.inFleet : undefined}
          disabled={missing || totals.actors === 0 || totals.balanced === totals.actors}
          onClick={() => openPanel('balance-all')}
          aside={
            totals.actors - totals.balanced > 0 ? strings.balanceAll.actors(totals.actors - totals.balanced) : undefined
          }
        >
          {strings.totals.balanceAll}
        </Button>
      </div>
    </aside>
  )
}
