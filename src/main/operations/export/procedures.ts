import type { Session } from '../context/library-context.ts'
import type { Procedures } from '../context/procedures.ts'
import { exportActors, type ExportPorts } from './export-actors.ts'
import { exportsDir, trainingSetView } from './training-views.ts'

interface TrainingNeeds {
  readonly session: Session
  readonly training: ExportPorts
  readonly indexed: Promise<void>
}

export const trainingProcedures: Procedures<'training', TrainingNeeds> = {
  folder: ({ session }, { trainer, actorIds }) => ({ folder: exportsDir(session, trainer, actorIds) }),
  async export({ session, training, indexed }, { actorIds, ...request }, { signal }) {
    await indexed
    const to = exportsDir(session, request.trainer, actorIds)
    const sets = await exportActors(session, training, actorIds, { ...request, to, signal })
    return sets.map((set) => trainingSetView(set, request.trainer))
  },
}
