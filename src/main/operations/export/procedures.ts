import type { PlanContext } from '../plan/plan-context.ts'
import type { Procedures } from '../context/procedures.ts'
import { bucketsOf } from './buckets.ts'
import { exportActors, type ExportPorts } from './export-actors.ts'
import { bucketsView, exportsDir, trainingSetView } from './training-views.ts'

interface TrainingNeeds {
  readonly context: PlanContext
  readonly training: ExportPorts
  readonly indexed: Promise<void>
}

export const trainingProcedures: Procedures<'training', TrainingNeeds> = {
  folder: ({ context }, { trainer, actorIds }) => ({ folder: exportsDir(context, trainer, actorIds) }),
  async buckets({ context, indexed }, { actorId, ...request }, { signal }) {
    await indexed
    return bucketsView(await bucketsOf(context, actorId, { ...request, signal }))
  },
  async export({ context, training, indexed }, { actorIds, ...request }, { signal }) {
    await indexed
    const to = exportsDir(context, request.trainer, actorIds)
    const sets = await exportActors(context, training, actorIds, { ...request, to, signal })
    return sets.map((set) => trainingSetView(set, request.trainer))
  },
}
