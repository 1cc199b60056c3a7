import { randomUUID } from 'node:crypto'
import type { DownloadRequest, DownloadView } from '../../contract/downloads.ts'
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

/** A file that is generated while it is read, so that ten thousand actors are never in memory at once. */
interface Download {
  readonly filename: string
  readonly type: string
  chunks(signal?: AbortSignal): AsyncGenerator<string | Uint8Array>
}

export interface Downloads {
  prepare(request: DownloadRequest): Promise<DownloadView>
  /** Registers any other file and returns the id under which it can be downloaded. */
  keep(file: Download): string
  /** Returns the file of an id; null when the id is too old or belongs to another library. */
  open(downloadId: string): Download | null
}

/** Files that are kept; each may be downloaded any number of times. */
const REMEMBERED = 20
const BYTES_PER_RECORD = 120

export function createDownloads(context: ViewContext, activity: Activity, thumbnail: Thumbnail): Downloads {
  const prepared = new Map<string, Download>()

  function keep(file: Download): string {
    const downloadId = randomUUID()
    prepared.set(downloadId, file)
    for (const old of [...prepared.keys()].slice(0, -REMEMBERED)) prepared.delete(old)
    return downloadId
  }

  async function* table(request: Extract<DownloadRequest, { kind: 'csv' }>): AsyncGenerator<string> {
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
      const file: Download =
        request.kind === 'csv'
          ? { filename: `${stem}.csv`, type: 'text/csv; charset=utf-8', chunks: () => table(request) }
          : {
              filename: `${stem}.html`,
              type: 'text/html; charset=utf-8',
              chunks: (signal) => actorsReport({ context, activity, thumbnail, request, signal }),
            }
      return { downloadId: keep(file), filename: file.filename, actors: actors.length, ...size }
    },
    keep,
    open: (downloadId) => prepared.get(downloadId) ?? null,
  }
}
