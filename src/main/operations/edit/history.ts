import type { HistoryEntryView, HistoryStep, HistoryView, RunView } from '../../contract/views.ts'
import { EvencastError } from '../../domain/error.ts'
import type { Editor } from '../../history/editor.ts'
import type { Way } from '../../history/records.ts'
import type { Timeline, TimelineEntry } from '../../history/timeline.ts'
import type { Runner } from '../../runs/runner-types.ts'
import type { JoinedFleet } from '../context/joined-fleet.ts'
import type { EditingContext } from './editing-context.ts'

/** Lists edits and runs in the order in which they were made, and undoes and redoes them in that order. */
export interface History {
  /** Returns what undo and redo would do next. */
  view(): HistoryView
  /** Sends the view to every window if it has changed. Returns the view. */
  announce(): HistoryView
  list(options: {
    readonly before?: string | undefined
    readonly limit: number
  }): Promise<{ readonly entries: HistoryEntryView[]; readonly more: boolean }>
  undo(): Promise<HistoryView>
  /**
   * Undoes the newest entry for a command that may be repeated after a kill. An interrupted undo is finished when the library is opened, so
   * the first call after that returns it and undoes nothing more. Returns the undone entry.
   */
  undoNewest(): Promise<HistoryEntryView>
  redo(): Promise<HistoryView>
  /** Undoes or redoes up to the point right after an entry, or before the first one (null), as far as possible. */
  goTo(id: string | null): Promise<HistoryStep>
}

export function createHistory({
  context,
  timeline,
  editor,
  runner,
  fleet,
  refreshed,
}: {
  readonly context: EditingContext
  readonly timeline: Timeline
  readonly editor: Editor
  readonly runner: Runner
  readonly fleet: Pick<JoinedFleet, 'runs'>
  /** Waits until the catalog contains the changes of a run, so that removed images are no longer shown. */
  readonly refreshed: () => Promise<void>
}): History {
  let told = ''
  let askedOnce = false

  const view = (): HistoryView => ({ undo: viewOf(timeline.nextUndo()), redo: viewOf(timeline.nextRedo()) })
  function announce(): HistoryView {
    const history = view()
    const text = JSON.stringify(history)
    if (text !== told) context.emit({ type: 'history', history })
    told = text
    return history
  }

  async function turn({ what }: TimelineEntry, way: Way): Promise<void> {
    try {
      if ('runId' in what) {
        await (way === 'undo' ? runner.undo(what.runId) : runner.redo(what.runId))
        await refreshed()
      } else await (way === 'undo' ? editor.undo(what.editId) : editor.redo(what.editId))
    } finally {
      announce()
    }
  }

  async function undo(): Promise<HistoryView> {
    const entry = timeline.nextUndo()
    if (!entry) throw nothingToUndo()
    await turn(entry, 'undo')
    return view()
  }

  return {
    view,
    announce,
    async list({ before, limit }) {
      const entries = await timeline.list(limit + 1, before === undefined ? undefined : Number(before))
      const page = entries.slice(0, limit)
      const more = entries.length > limit
      const since = more ? (page.at(-1)?.at ?? '') : ''
      const until = before === undefined ? undefined : timeline.get(Number(before))?.at
      const theirs = [...fleet.runs.values()]
        .map(ofFleet)
        .filter(({ at }) => at >= since && (until === undefined || at < until))
      const own = page.flatMap((entry) => viewOf(entry) ?? [])
      return { entries: [...theirs, ...own].toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)), more }
    },
    undo,
    async undoNewest() {
      const { undo: newest, redo: undone } = view()
      const isFinished = !askedOnce && runner.recoveredUndos().length + editor.recoveredUndos().length > 0
      askedOnce = true
      if (isFinished && undone) return undone
      if (!newest) throw nothingToUndo()
      await undo()
      return newest
    },
    async redo() {
      const entry = timeline.nextRedo()
      if (!entry) throw new EvencastError('NOT_FOUND', 'There is nothing to redo.')
      await turn(entry, 'redo')
      return view()
    },
    async goTo(id) {
      const point = id === null ? 0 : Number(id)
      const entry = id === null ? null : timeline.get(point)
      if (id !== null && !entry) throw new EvencastError('NOT_FOUND', 'This entry is no longer in the history.')
      const newest = timeline.nextUndo()?.seq ?? 0
      if (entry?.ended) {
        throw new EvencastError(
          'CONFLICT',
          `“${nameOf(entry)}” was undone, and other changes have been made since, so it cannot be redone.`,
        )
      }
      const way: Way = point < newest ? 'undo' : 'redo'
      let steps = 0
      let stopped: string | null = null
      try {
        for (;;) {
          const next = way === 'undo' ? timeline.nextUndo() : timeline.nextRedo()
          if (!next || (way === 'undo' ? next.seq <= point : next.seq > point)) break
          await turn(next, way)
          steps++
        }
      } catch (error) {
        if (!(error instanceof EvencastError)) throw error
        stopped = error.message
      }
      return { history: view(), undone: way === 'undo' ? steps : 0, redone: way === 'redo' ? steps : 0, stopped }
    },
  }
}

const nothingToUndo = () => new EvencastError('NOT_FOUND', 'There is nothing to undo.')

const nameOf = ({ actorIds, what }: TimelineEntry): string =>
  'runId' in what ? nameOfRun({ ...what, only: actorIds[0] }) : what.name

interface NamedRun {
  readonly actors: number
  readonly only: string | undefined
  readonly deleted: number
  readonly generated: number
  readonly running: boolean
}

function nameOfRun({ actors, only, deleted, generated, running }: NamedRun): string {
  const whom = actors === 1 && only !== undefined ? only : `${actors.toLocaleString('en')} actors`
  // The numbers of a run in progress change ten times a second.
  if (running) return `Balancing ${whom}`
  return `Balance ${whom}: ${deleted} removed, ${generated} generated`
}

/** Actors that an entry names; a run may have ten thousand. */
const NAMED = 20

/** Returns the history entry of a fleet's run, at the time when it ended. */
function ofFleet({ runId, actors, deleted, generated, startedAt, endedAt }: RunView): HistoryEntryView {
  const run = { actors: actors.length, only: actors[0], deleted, generated, running: endedAt === null }
  return {
    id: runId,
    kind: 'run',
    name: nameOfRun(run),
    at: endedAt ?? startedAt,
    actorIds: actors.slice(0, NAMED),
    undone: false,
    cullingId: null,
    running: endedAt === null,
    fleet: true,
  }
}

const viewOf = (entry: TimelineEntry | null): HistoryEntryView | null =>
  entry && {
    id: String(entry.seq),
    kind: 'runId' in entry.what ? 'run' : entry.what.kind,
    name: nameOf(entry),
    at: entry.at,
    actorIds: [...entry.actorIds],
    undone: entry.undone,
    cullingId: entry.cullingId,
    running: 'runId' in entry.what && entry.what.running,
  }

/** Throws CONFLICT when a later edit moved or deleted images of the run, because undoing the run would remove files that the edit needs. */
export function refuseAfterEdits(timeline: Timeline, runId: string): void {
  const later = timeline.laterEditOfFiles(runId)
  if (later === null) return
  throw new EvencastError(
    'CONFLICT',
    `“${later}” has moved or deleted images of this run since. Undo that first, in the history.`,
  )
}
