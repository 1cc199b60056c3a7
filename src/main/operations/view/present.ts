import { setImmediate } from 'node:timers/promises'
import type { ImageSummary } from '../../catalog/image-summary.ts'
import type { ActorView, ImageChangesView, ImageDetailView, ImageView, LibraryView } from '../../contract/views.ts'
import { packImages } from '../../contract/packed-images.ts'
import { EvencastError } from '../../domain/error.ts'
import { captionsOf } from '../captions/captions-of.ts'
import { toKnownImage } from '../index/known-images.ts'
import { targetInForce } from '../plan/target-of.ts'
import type { Activity } from '../context/activity.ts'
import type { ViewContext } from './view-context.ts'
import { actorView } from './actor-view.ts'
import { imageDetailView, imageView } from './views.ts'

export const presentLibrary = (context: ViewContext, activity: Activity): LibraryView => ({
  name: context.layout.name,
  location: context.layout.address ?? context.layout.root,
  ...(context.layout.address !== undefined && {
    inStore: {
      toCome: activity.toCome.values().reduce((sum, images) => sum + images, 0),
      problem: activity.storeProblem,
    },
  }),
  ...(activity.fleet.figures && { fleet: activity.fleet.figures }),
  actors: context.folders.size,
  images: context.catalog.images.count(),
  indexed: activity.indexed,
  missing: activity.missing,
  warnings: [...new Set([...context.layout.warnings, ...context.notices])],
})

export const viewLibrary = ({
  context,
  activity,
}: {
  readonly context: ViewContext
  readonly activity: Activity
}): LibraryView => presentLibrary(context, activity)

/** Returns views of the named actors (all without names). Missing actors are left out. */
export function presentActors(context: ViewContext, activity: Activity, actorIds?: readonly string[]): ActorView[] {
  const rows = actorIds
    ? actorIds.flatMap((actorId) => context.catalog.actors.get(actorId) ?? [])
    : context.catalog.actors.all()
  const { policy } = context.settings()
  return rows
    .filter((row) => context.folders.has(row.actorId))
    .map((row) =>
      actorView(row, {
        running: activity.running.has(row.actorId),
        target: targetInForce(context, row.actorId),
        policy,
        failure: activity.failures.get(row.actorId) ?? null,
        toCome: activity.toCome.get(row.actorId),
        fleet: activity.fleet.actors.get(row.actorId),
      }),
    )
}

export function presentImages({ catalog }: ViewContext, activity: Activity, actorId: string): ImageView[] {
  catalog.images.renewSummaries(catalog.summaries.dueOf(actorId))
  return catalog.summaries.ofActor(actorId).map((summary) => imageView(summary, activity.stored(summary)))
}

/** Images packed before other work gets a turn, which takes about three milliseconds. */
const SLICE = 500

/** Returns images of an actor that changed since a revision (null: all), in slices, so that nothing is blocked. */
export async function presentChanges(
  { catalog: { summaries, images } }: ViewContext,
  activity: Activity,
  actorId: string,
  asked: number | null,
): Promise<ImageChangesView> {
  // The sync state is not part of a summary, so its change needs all images again.
  const since = asked !== null && asked < activity.storedSince ? null : asked
  images.renewSummaries(summaries.dueOf(actorId))
  const revision = summaries.revision()
  const packed: string[] = []
  const pack = (some: readonly ImageSummary[]) =>
    void packed.push(packImages(some.map((summary) => imageView(summary, activity.stored(summary)))))
  if (since !== null) pack(summaries.changedSince(actorId, since))
  for (let page = since === null ? summaries.pageAfter(actorId, '', SLICE) : []; page.length > 0;) {
    pack(page)
    await setImmediate()
    page = summaries.pageAfter(actorId, page.at(-1)?.filename ?? '', SLICE)
  }
  return { revision, images: summaries.count(actorId), packed }
}

/** Returns views of images of any actors, in the requested order. Missing images are left out. */
export const presentChosen = ({ catalog }: ViewContext, activity: Activity, imageIds: readonly string[]): ImageView[] =>
  summariesOf(catalog, imageIds.map(Number)).map((summary) => imageView(summary, activity.stored(summary)))

function summariesOf({ images, summaries }: ViewContext['catalog'], imageIds: readonly number[]): ImageSummary[] {
  if (!summaries.complete()) images.renewSummaries(imageIds)
  return summaries.byIds(imageIds)
}

export async function presentImage(
  context: ViewContext,
  activity: Activity,
  imageId: string,
): Promise<ImageDetailView> {
  const row = context.catalog.images.byId(Number(imageId))
  const [summary] = summariesOf(context.catalog, [Number(imageId)])
  if (!row || !summary) throw new EvencastError('NOT_FOUND', 'This image is no longer in the folder.')
  const image = toKnownImage(context, row)
  const [found] = context.folders.has(row.actorId) ? await captionsOf(context, row.actorId, [image]) : []
  const caption = found?.caption?.text ?? null
  return imageDetailView(summary, image, { stored: activity.stored(summary), caption })
}
