import { safeName } from '../../domain/training/names.ts'
import { zipOfExport } from '../../training/zip-of-export.ts'
import type { PlanContext } from '../plan/plan-context.ts'
import type { Procedures } from '../context/procedures.ts'
import { bucketsOf } from './buckets.ts'
import { exportActors, type ExportPorts } from './export-actors.ts'
import type { Trainings } from './train.ts'
import type { TrainingTasks } from './training-tasks.ts'
import { bucketsView, exportsBase, trainingSetView } from './training-views.ts'
import { comparisonView, exportVersionView } from './version-views.ts'
import { keptExport, keptExports, placesFor } from './versions.ts'

interface ReadyFile {
  readonly filename: string
  readonly type: string
  chunks(signal?: AbortSignal): AsyncGenerator<Uint8Array>
}

interface TrainingNeeds {
  readonly context: PlanContext
  readonly training: ExportPorts
  readonly trainings: Trainings
  readonly trainingTasks: TrainingTasks
  /** Path of a folder that the host was given. */
  readonly grantedFolder: (folderId: string) => string
  /** Where files that are made while they are fetched are kept ready. */
  readonly exports: { keep(file: ReadyFile): string }
  readonly indexed: Promise<void>
}

export const trainingProcedures: Procedures<'training', TrainingNeeds> = {
  async folder({ context }, { trainer, actorIds, version }) {
    const place = await placesFor(exportsBase(context), trainer, { actorIds, version })
    return { folder: actorIds.map((actorId) => place(actorId).dir)[0] ?? '' }
  },
  async buckets({ context, indexed }, { actorId, ...request }, { signal }) {
    await indexed
    return bucketsView(await bucketsOf(context, actorId, { ...request, signal }))
  },
  async export({ context, training, grantedFolder, indexed }, request, { signal }) {
    await indexed
    const { actorIds, version, regularisationId, ...chosen } = request
    const base = exportsBase(context)
    const to = await placesFor(base, request.trainer, { actorIds, version })
    const regularisation = regularisationId === undefined ? undefined : grantedFolder(regularisationId)
    const sets = await exportActors(context, training, actorIds, { ...chosen, to, regularisation, signal })
    return sets.map((set) => trainingSetView(set, request.trainer, base))
  },
  versions: async ({ context }, { actorId }) =>
    (await keptExports(exportsBase(context), actorId)).map((each) => exportVersionView(each)),
  async compare({ context }, { before, after }) {
    const base = exportsBase(context)
    return comparisonView(context, await keptExport(base, before), await keptExport(base, after))
  },
  async zip({ context, exports }, { versionId }) {
    const version = await keptExport(exportsBase(context), versionId)
    const filename = `${safeName(version.lock.name)}-${version.lock.trainer}-${safeName(version.name)}.zip`
    const chunks = (signal?: AbortSignal) => zipOfExport(version, signal)
    return { exportId: exports.keep({ filename, type: 'application/zip', chunks }), filename }
  },
  async quote({ context, trainings }, { versionId }) {
    const { dir } = await keptExport(exportsBase(context), versionId)
    const { images, steps, estimatedUsd } = await trainings.quote(dir)
    return { images, steps, usd: estimatedUsd, limitUsd: context.settings().maxCostUsd }
  },
  async start({ context, trainingTasks }, { versionId, destination }) {
    return trainingTasks.start(await keptExport(exportsBase(context), versionId), { destination })
  },
}
