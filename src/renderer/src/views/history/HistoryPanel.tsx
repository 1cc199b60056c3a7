import {
  ChevronRight,
  Crop,
  FolderInput,
  History as HistoryIcon,
  Image,
  ImagePlus,
  MessageSquareText,
  Scale,
  Server,
  Shapes,
  Target,
  Trash2,
  X,
} from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { HistoryEntryView } from '../../../../main/contract/views.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { strings } from '../../base/strings/index.ts'
import { Button, IconButton } from '../../base/ui/Button.tsx'
import { when } from '../../base/strings/format.ts'
import { goTo } from '../../model/edits/history-steps.ts'
import { actorsIn, grouped, type HistoryGroup } from '../../model/edits/history-groups.ts'
import { Segmented } from '../../base/ui/Segmented.tsx'
import { SnapshotList } from './SnapshotList.tsx'
import { HISTORY_BUTTON } from './HistoryButton.tsx'
import { closeHistory, loadHistory, loadOlder, useHistory } from '../../model/edits/history-store.ts'
import './history.css'
import './snapshot.css'

const ICONS = {
  caption: MessageSquareText,
  crop: Crop,
  label: Shapes,
  move: FolderInput,
  trash: Trash2,
  add: ImagePlus,
  target: Target,
  restore: HistoryIcon,
  run: Scale,
} as const
const NAMED = 2

const actorsOf = ({ actorIds }: HistoryEntryView): string =>
  [...actorIds.slice(0, NAMED), ...(actorIds.length > NAMED ? [strings.edits.more(actorIds.length - NAMED)] : [])].join(
    ', ',
  )

interface EntryProps {
  readonly entry: HistoryEntryView
  readonly current: boolean
  readonly busy: boolean
  readonly go: (id: string | null) => void
}

function Entry({ entry, current, busy, go }: EntryProps) {
  const Icon = entry.fleet ? Server : ICONS[entry.kind]
  // These entries cannot be jumped to.
  const still = entry.running || entry.fleet === true
  const { edits } = strings
  return (
    <li>
      <button
        type="button"
        className="history-entry"
        data-history-id={entry.id}
        data-undone={entry.undone || undefined}
        aria-current={current ? 'step' : undefined}
        aria-disabled={still || undefined}
        onClick={() => (busy || !current) && !still && go(entry.id)}
      >
        <Icon size={15} aria-hidden />
        <span className="history-text">
          <span className="history-name">{entry.name}</span>
          <span className="soft num ellipsis">
            {[actorsOf(entry), when(entry.at), entry.fleet ? edits.byFleet : ''].filter(Boolean).join(' · ')}
            {entry.undone && ` · ${edits.isUndone}`}
            {entry.running && ` · ${edits.isRunning}`}
          </span>
        </span>
        {current && <b className="history-now">{edits.now}</b>}
      </button>
    </li>
  )
}

interface GroupProps extends Omit<EntryProps, 'entry' | 'current'> {
  readonly group: HistoryGroup
  readonly currentId: string | null
}

/** A review is one entry that expands to its decisions; any other entry stands alone. */
function Group({ group, currentId, busy, go }: GroupProps) {
  const [opened, setOpened] = useState(false)
  const [latest, ...before] = group
  const { edits } = strings
  if (before.length === 0) return <Entry entry={latest} current={latest.id === currentId} busy={busy} go={go} />
  // The library's current state may be between two decisions of the review.
  const open = opened || before.some(({ id }) => id === currentId)
  const whole = {
    ...latest,
    name: edits.cullingId(group.length),
    actorIds: actorsIn(group),
    undone: group.every(({ undone }) => undone),
  }
  return (
    <>
      <Entry entry={whole} current={!open && latest.id === currentId} busy={busy} go={go} />
      <li>
        <button type="button" className="history-steps" aria-expanded={open} onClick={() => setOpened(!opened)}>
          <ChevronRight size={13} aria-hidden /> {edits.decisions(group.length)}
        </button>
      </li>
      {open &&
        group.map((entry) => (
          <Entry key={entry.id} entry={entry} current={entry.id === currentId} busy={busy} go={go} />
        ))}
    </>
  )
}

/** Arrow keys move along the list, as in the gallery. */
function onListKey(event: KeyboardEvent<HTMLElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button')]
  const at = buttons.findIndex((button) => button === document.activeElement)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key]
  if (to === undefined) return
  event.preventDefault()
  buttons[Math.max(0, Math.min(buttons.length - 1, to))]?.focus()
}

function Panel() {
  const { edits } = strings
  const ref = useRef<HTMLElement>(null)
  const entries = useHistory((state) => state.entries)
  const more = useHistory((state) => state.more)
  const history = useLibrary((state) => state.history)
  /** Number of jumps in progress; another jump requested meanwhile runs after them. */
  const [going, setGoing] = useState(0)
  const [tab, setTab] = useState<'edits' | 'snapshots'>('edits')
  const busy = going > 0
  const currentId = history.undo?.id ?? null
  useEffect(() => void loadHistory(), [history])
  const known = entries !== null
  useEffect(() => {
    const find = (selector: string) => ref.current?.querySelector<HTMLElement>(selector)
    if (known) (find('[aria-current]') ?? find('button'))?.focus()
  }, [known])
  // However the panel is closed, the focus returns to the button that opens it, unless it is somewhere else already.
  useEffect(
    () => () => {
      if (document.activeElement === document.body) document.getElementById(HISTORY_BUTTON)?.focus()
    },
    [],
  )
  const go = (id: string | null) => {
    setGoing((n) => n + 1)
    void goTo(id).finally(() => setGoing((n) => n - 1))
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape closes it from wherever the focus is inside
    <aside
      ref={ref}
      className="history"
      aria-label={edits.history}
      aria-busy={busy || !known}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        closeHistory()
      }}
    >
      <header>
        <h2>{edits.history}</h2>
        <IconButton label={edits.close} onClick={closeHistory}>
          <X size={15} />
        </IconButton>
      </header>
      <div className="history-tabs">
        <Segmented label={strings.snapshots.tabsLabel} value={tab} options={strings.snapshots.tabs} onChange={setTab} />
      </div>
      {tab === 'snapshots' && <SnapshotList />}
      {tab === 'edits' && entries?.length === 0 && <p className="soft history-empty">{edits.empty}</p>}
      {tab === 'edits' && entries && entries.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrow keys beside Tab
        <ol className="history-list" onKeyDown={onListKey}>
          {grouped(entries).map((group) => (
            <Group key={group[0].id} group={group} currentId={currentId} busy={busy} go={go} />
          ))}
          <li>
            {more ? (
              <Button size="s" variant="quiet" onClick={() => void loadOlder()}>
                {edits.older}
              </Button>
            ) : (
              <button
                type="button"
                className="history-entry"
                data-history-start
                aria-current={currentId === null ? 'step' : undefined}
                onClick={() => (busy || currentId !== null) && go(null)}
              >
                <Image size={15} aria-hidden />
                <span className="history-text">{edits.start}</span>
                {currentId === null && <b className="history-now">{edits.now}</b>}
              </button>
            )}
          </li>
        </ol>
      )}
    </aside>
  )
}

/** All edits and runs, with the library's current state; any entry can be jumped to. */
export function HistoryPanel() {
  const open = useHistory((state) => state.open)
  return open ? <Panel /> : null
}
