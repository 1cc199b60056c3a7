import { basename, dirname } from 'node:path'
import { EvencastError } from '../../domain/error.ts'
import { safeName } from '../../domain/training/names.ts'
import type { TrainerName } from '../../domain/training/trainer.ts'
import { zipOfExport } from '../../training/zip-of-export.ts'
import type { PlanContext } from '../plan/plan-context.ts'
import type { Tasks } from '../context/tasks.ts'
import type { Procedures } from '../context/procedures.ts'
import { bucketsOf } from './buckets.ts'
import { exportActors, type ExportPorts, type ExportRequest } from './export-actors.ts'
import { exportToStore, placeInStore } from './export-to.ts'
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
  readonly tasks: Tasks
  readonly trainings: Trainings
  readonly trainingTasks: TrainingTasks
  /** Returns the path of a folder that the host was given. */
  readonly grantedFolder: (folderId: string) => string
  /** Registers files that are generated while they are downloaded. */
  readonly downloads: { keep(file: ReadyFile): string }
  readonly indexed: Promise<void>
  /** Waits until all images of these actors are on this machine. */
  readonly imagesHere: (actorIds: readonly string[], signal?: AbortSignal) => Promise<void>
}

const inStore = (url: string, trainer: TrainerName, { dir, label }: { readonly dir: string; readonly label: string }) =>
  placeInStore(url, trainer, basename(dirname(dir)), safeName(label))

export const trainingProcedures: Procedures<'training', TrainingNeeds> = {
  async folder({ context }, { trainer, actorIds, version }) {
    const base = exportsBase(context)
    const place = await placesFor(base, trainer, { actorIds, version })
    const [first = { dir: base, label: '' }] = actorIds.map(place)
    const url = context.settings().store.trim()
    return { folder: first.dir, store: url === '' ? null : inStore(url, trainer, first) }
  },
  async buckets({ context, indexed }, { actorId, ...request }, { signal }) {
    await indexed
    return bucketsView(await bucketsOf(context, actorId, { ...request, signal }))
  },
  async export({ context, training, tasks, grantedFolder, indexed, imagesHere }, request) {
    await indexed
    const { actorIds, version, regularisationId, to, ...chosen } = request
    const { trainer } = request
    const base = exportsBase(context)
    const place = await placesFor(base, trainer, { actorIds, version })
    const regularisation = regularisationId === undefined ? undefined : grantedFolder(regularisationId)
    const { finished } = tasks.start('export', 'Exporting', async ({ signal, progress }) => {
      const onProgress: ExportRequest['onProgress'] = ({ phase, done, total }) => progress(phase, done, total)
      const how = { ...chosen, regularisation, signal, onProgress }
      const placeOf = (url: string, actorId: string) => ({
        to: inStore(url, trainer, place(actorId)),
        label: place(actorId).label,
      })
      try {
        await imagesHere(actorIds, signal)
        return await (to === 'store'
          ? exportToStore(context, training, actorIds, { ...how, placeOf })
          : exportActors(context, training, actorIds, { ...how, to: place }))
      } catch (error) {
        if (signal.aborted) throw new EvencastError('CANCELLED', 'Stopped. Export again to continue.')
        throw error
      }
    })
    return (await finished).map((set) => trainingSetView(set, trainer, to === 'store' ? null : base))
  },
  versions: async ({ context }, { actorId }) =>
    (await keptExports(exportsBase(context), actorId)).map((each) => exportVersionView(each)),
  async compare({ context }, { before, after }) {
    const base = exportsBase(context)
    return comparisonView(context, await keptExport(base, before), await keptExport(base, after))
  },
  async zip({ context, downloads }, { versionId }) {
    const version = await keptExport(exportsBase(context), versionId)
    const filename = `${safeName(version.lock.name)}-${version.lock.trainer}-${safeName(version.name)}.zip`
    const chunks = (signal?: AbortSignal) => zipOfExport(version, signal)
    return { downloadId: downloads.keep({ filename, type: 'application/zip', chunks }), filename }
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
