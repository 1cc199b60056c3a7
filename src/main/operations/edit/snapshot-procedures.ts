import type { Procedures } from '../context/procedures.ts'
import type { History } from './history.ts'
import type { SnapshotCommands } from './snapshot-commands.ts'
import { snapshotView } from './snapshot-views.ts'

interface Need {
  readonly snapshots: SnapshotCommands
  readonly history: History
}

export const snapshotProcedures: Procedures<'snapshots', Need> = {
  list: async ({ snapshots }) => (await snapshots.list()).map(snapshotView),
  create: async ({ snapshots }, { name }, call) => snapshotView(await snapshots.create({ name, actors: 'all' }, call)),
  look: ({ snapshots }, { snapshotId }, call) => snapshots.look(snapshotId, call),
  async restore({ snapshots, history }, { snapshotId, actorIds }) {
    const { actors, missing } = await snapshots.restore({ snapshot: snapshotId, actorIds })
    return { history: history.view(), restored: actors.map((actor) => actor.actorId), missing: [...missing] }
  },
  async remove({ snapshots }, { snapshotId }) {
    await snapshots.remove(snapshotId)
  },
}
