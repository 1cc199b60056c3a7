import { createEditor } from '../../src/main/history/editor.ts'
import { createTimeline } from '../../src/main/history/timeline.ts'
import { indexActor } from '../../src/main/operations/index/index-actor.ts'
import { createEditPorts } from '../../src/main/operations/edit/edit-ports.ts'
import { createEditing } from '../../src/main/operations/edit/editing.ts'
import { createHistory } from '../../src/main/operations/edit/history.ts'
import { assessActor } from '../../src/main/operations/assess/assess-actor.ts'
import { openedContext } from './opened-context.ts'

/** Opens a context with assessed sets and the operations by which a person edits them. */
export async function editingContext(...given: Parameters<typeof openedContext>) {
  const opened = await openedContext(...given)
  const { context, db, historyJournal } = opened
  for (const actorId of context.folders.keys()) {
    await indexActor(context, actorId)
    await assessActor(context, actorId)
  }
  const silent = async () => {}
  const editor = createEditor({
    journal: historyJournal,
    now: context.now,
    ports: createEditPorts(context, {
      announcer: { actors() {}, library() {}, close() {} },
      judgeAgain: { soon() {}, close: silent },
      adviseAgain: { soon() {}, close: silent },
      store: { discarded: silent, restored: silent },
    }),
  })
  const noRuns = {
    undo: () => Promise.reject(new Error('no runs here')),
    redo: () => Promise.reject(new Error('no runs here')),
  }
  const history = createHistory({
    context,
    timeline: createTimeline(db),
    editor,
    // The timeline holds edits only.
    runner: noRuns as never,
    fleet: { runs: new Map() },
    refreshed: silent,
  })
  return { ...opened, history, editing: createEditing(context, { editor, history, confirmed: () => null }) }
}
