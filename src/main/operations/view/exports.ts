import { randomUUID } from 'node:crypto'
import type { ExportRequest, ExportView } from '../../contract/exports.ts'
import { BYTE_ORDER_MARK, csvRecord } from '../../kit/csv.ts'
import { csvCells, csvNames } from '../../contract/actor-columns.ts'
import { EvencastError } from '../../domain/error.ts'
import { presentActors } from './present.ts'
import { actorRows, type Thumbnail } from './actor-rows.ts'
import { actorsReport, reportSize } from './actors-report.ts'
import type { ViewContext } from './view-context.ts'

export type { Thumbnail } from './actor-rows.ts'
import { chosenActors } from '../context/chosen-actors.ts'
import type { Activity } from '../context/activity.ts'

/** Made while it is read, so that ten thousand actors never lie in memory. */
export interface ExportedFile {
  readonly filename: string
  readonly type: string
  chunks(signal?: AbortSignal): AsyncGenerator<string | Uint8Array>
}

export interface Exports {
  prepare(request: ExportRequest): Promise<ExportView>
  /** Any other file, to be fetched under the id that is answered. */
  keep(file: ExportedFile): string
  /** Null for one that was prepared long ago, or for another library. */
  open(exportId: string): ExportedFile | null
}

/** Requests that are remembered; each may be fetched any number of times. */
const REMEMBERED = 20
const BYTES_PER_RECORD = 120

export function createExports(context: ViewContext, activity: Activity, thumbnail: Thumbnail): Exports {
  const prepared = new Map<string, ExportedFile>()

  function keep(file: ExportedFile): string {
    const exportId = randomUUID()
    prepared.set(exportId, file)
    for (const old of [...prepared.keys()].slice(0, -REMEMBERED)) prepared.delete(old)
    return exportId
  }

  async function* table(request: Extract<ExportRequest, { kind: 'csv' }>): AsyncGenerator<string> {
    yield BYTE_ORDER_MARK + csvRecord(request.columns.flatMap(csvNames))
    for await (const { row } of actorRows(context, activity, request.actorIds)) {
      yield csvRecord(request.columns.flatMap((column) => csvCells(row, column)))
    }
  }

  return {
    async prepare(request) {
      const actorIds = chosenActors(context, request.actorIds)
      if (actorIds.length === 0)
        throw new EvencastError('BAD_INPUT', 'There is no actor to export. Choose at least one.')
      const actors = presentActors(context, activity, actorIds)
      const size =
        request.kind === 'csv'
          ? { images: 0, leftOut: 0, bytes: actors.length * BYTES_PER_RECORD }
          : await reportSize(context, actors, request.images, thumbnail)
      const day = context.now().toISOString().slice(0, 10)
      const stem = `${context.layout.name.replace(/[^\w.-]+/g, '_')}-actors-${day}`
      const file: ExportedFile =
        request.kind === 'csv'
          ? { filename: `${stem}.csv`, type: 'text/csv; charset=utf-8', chunks: () => table(request) }
          : {
              filename: `${stem}.html`,
              type: 'text/html; charset=utf-8',
              chunks: (signal) => actorsReport({ context, activity, thumbnail, request, signal }),
            }
      return { exportId: keep(file), filename: file.filename, actors: actors.length, ...size }
    },
    keep,
    open: (exportId) => prepared.get(exportId) ?? null,
  }
}
