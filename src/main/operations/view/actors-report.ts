import type { DownloadRequest, DownloadView } from '../../contract/downloads.ts'
import type { ActorView } from '../../contract/views.ts'
import { totalGap, type GapEstimate } from '../../domain/gap-estimate.ts'
import type { MediaFile } from '../../media/web.ts'
import { actorLanes, reportEnd } from '../../report/lanes.ts'
import { actorHead, overviewEnd, overviewRow, reportHead } from '../../report/overview.ts'
import { actorRows, type Thumbnail } from './actor-rows.ts'
import { baseImageFile, imageFile } from '../index/media-files.ts'
import { presentActors, presentImages } from './present.ts'
import type { ViewContext } from './view-context.ts'
import type { Activity } from '../context/activity.ts'

/** Most images in a report, in total and per actor. A report gives an overview and is no copy of the library. */
const MOST_IMAGES = 4000
const MOST_OF_ACTOR = 60
const BYTES_PER_ACTOR = 1200
const BYTES_PER_CAPTION = 260
/** Thumbnails sampled to estimate the size of a report. */
const WEIGHED = 8
/** Factor by which base64 makes bytes longer. */
const INLINED = 4 / 3

/** Returns the number of images per actor that fit into a report. */
function room(actors: readonly ActorView[], images: boolean): readonly number[] {
  let left = images ? MOST_IMAGES : 0
  return actors.map((actor) => {
    const taken = Math.min(actor.images, MOST_OF_ACTOR, left)
    left -= taken
    return taken
  })
}

export async function reportSize(
  context: ViewContext,
  actors: readonly ActorView[],
  withImages: boolean,
  thumbnail: Thumbnail,
): Promise<Pick<DownloadView, 'images' | 'leftOut' | 'bytes'>> {
  const images = room(actors, withImages).reduce((sum, n) => sum + n, 0)
  const all = actors.reduce((sum, actor) => sum + actor.images, 0)
  const faces = actors.filter((actor) => actor.baseUrl !== null)
  const step = Math.max(1, Math.floor(faces.length / WEIGHED))
  const weighed = await Promise.all(
    faces
      .filter((_, index) => index % step === 0)
      .slice(0, WEIGHED)
      .map(async ({ actorId }) => (await pictureOf(baseImageFile(context, actorId), thumbnail))?.length ?? 0),
  )
  const picture = weighed.length === 0 ? 0 : weighed.reduce((sum, n) => sum + n, 0) / weighed.length
  const own = images * (picture + BYTES_PER_CAPTION) + faces.length * picture * (withImages ? 2 : 1)
  return {
    images,
    leftOut: withImages ? all - images : 0,
    bytes: Math.round(own + actors.length * BYTES_PER_ACTOR * INLINED),
  }
}

async function pictureOf(found: MediaFile | null, thumbnail: Thumbnail, signal?: AbortSignal): Promise<string | null> {
  const bytes = found && (await thumbnail(found, signal).catch(() => null))
  signal?.throwIfAborted()
  return bytes && `data:image/webp;base64,${bytes.toString('base64')}`
}

/** Yields the HTML of a report: first the table of all actors, then each actor with its images. */
export async function* actorsReport({
  context,
  activity,
  thumbnail,
  request,
  signal,
}: {
  readonly context: ViewContext
  readonly activity: Activity
  readonly thumbnail: Thumbnail
  readonly request: Extract<DownloadRequest, { kind: 'report' }>
  readonly signal: AbortSignal | undefined
}): AsyncGenerator<string> {
  const actors = presentActors(context, activity, request.actorIds)
  const rooms = new Map(room(actors, request.images).map((n, index) => [actors[index]?.actorId, n]))
  const gapEstimates: GapEstimate[] = []
  for await (const { row } of actorRows(context, activity, request.actorIds, signal)) gapEstimates.push(row.gapEstimate)
  const images = actors.reduce((sum, actor) => sum + actor.images, 0)
  const rows = () => actorRows(context, activity, request.actorIds, signal)
  const face = (actorId: string) => pictureOf(baseImageFile(context, actorId), thumbnail, signal)

  yield reportHead({
    library: context.layout.name,
    madeAt: context.now().toISOString(),
    actors: actors.length,
    balanced: actors.filter((actor) => actor.state === 'balanced').length,
    images,
    gapEstimate: totalGap(gapEstimates),
  }).html
  for await (const { row } of rows()) yield overviewRow(row, await face(row.actor.actorId), request.images).html
  yield overviewEnd.html
  if (request.images) {
    for await (const { row, plan } of rows()) {
      const { actorId } = row.actor
      yield actorHead(row, await face(actorId)).html
      const shown = presentImages(context, activity, actorId).slice(0, rooms.get(actorId) ?? 0)
      const lanes = actorLanes(row.actor, shown, plan, (image) =>
        pictureOf(imageFile(context, image.imageId), thumbnail, signal),
      )
      for await (const part of lanes) yield part.html
    }
  }
  const taken = [...rooms.values()].reduce((sum, n) => sum + n, 0)
  yield reportEnd(request.images ? images - taken : 0).html
}
