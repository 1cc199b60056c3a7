import { setImmediate } from 'node:timers/promises'
import type { ImageCard } from '../../catalog/card.ts'
import type { ActorView, ImageChangesView, ImageDetailView, ImageView, LibraryView } from '../../contract/views.ts'
import { packImages } from '../../contract/packed-images.ts'
import { EvencastError } from '../../domain/error.ts'
import { readCaption } from '../../library/caption.ts'
import { toKnownImage } from '../index/known-images.ts'
import { imageFile } from '../index/media-files.ts'
import { targetInForce } from '../plan/target-of.ts'
import type { Activity } from '../context/activity.ts'
import type { Session } from '../context/library-context.ts'
import { actorView } from './actor-view.ts'
import { imageDetailView, imageView } from './views.ts'

export const presentLibrary = (session: Session, activity: Activity): LibraryView => ({
  name: session.layout.name,
  location: session.layout.root,
  actors: session.folders.size,
  images: session.catalog.images.count(),
  indexed: activity.indexed,
  missing: activity.missing,
  warnings: [...new Set([...session.layout.warnings, ...session.notices])],
})

export const viewLibrary = ({
  session,
  activity,
}: {
  readonly session: Session
  readonly activity: Activity
}): LibraryView => presentLibrary(session, activity)

/** Views of the named actors (all without names), those that are gone left out. */
export function presentActors(session: Session, activity: Activity, actorIds?: readonly string[]): ActorView[] {
  const rows = actorIds
    ? actorIds.flatMap((actorId) => session.catalog.actors.get(actorId) ?? [])
    : session.catalog.actors.all()
  const { policy } = session.settings()
  return rows
    .filter((row) => session.folders.has(row.actorId))
    .map((row) =>
      actorView(row, {
        running: activity.running.has(row.actorId),
        target: targetInForce(session, row.actorId),
        policy,
        failure: activity.failures.get(row.actorId) ?? null,
      }),
    )
}

export function presentImages({ catalog }: Session, activity: Activity, actorId: string): ImageView[] {
  catalog.images.renewCards(catalog.cards.dueOf(actorId))
  return catalog.cards.ofActor(actorId).map((card) => imageView(card, activity.stored(card)))
}

/** Images packed before other work gets its turn: some three milliseconds. */
const SLICE = 500

/** Images of an actor that changed since a revision (null: all), without holding up anything else. */
export async function presentChanges(
  { catalog: { cards, images } }: Session,
  activity: Activity,
  actorId: string,
  asked: number | null,
): Promise<ImageChangesView> {
  // What lies in the store is no part of a card.
  const since = asked !== null && asked < activity.storedSince ? null : asked
  images.renewCards(cards.dueOf(actorId))
  const revision = cards.revision()
  const packed: string[] = []
  const pack = (some: readonly ImageCard[]) =>
    void packed.push(packImages(some.map((card) => imageView(card, activity.stored(card)))))
  if (since !== null) pack(cards.changedSince(actorId, since))
  for (let page = since === null ? cards.pageAfter(actorId, '', SLICE) : []; page.length > 0;) {
    pack(page)
    await setImmediate()
    page = cards.pageAfter(actorId, page.at(-1)?.filename ?? '', SLICE)
  }
  return { revision, images: cards.count(actorId), packed }
}

/** Views of images of any actors, in the order asked for; those that are gone are left out. */
export const presentChosen = ({ catalog }: Session, activity: Activity, imageIds: readonly string[]): ImageView[] =>
  cardsOf(catalog, imageIds.map(Number)).map((card) => imageView(card, activity.stored(card)))

function cardsOf({ images, cards }: Session['catalog'], imageIds: readonly number[]): ImageCard[] {
  if (!cards.complete()) images.renewCards(imageIds)
  return cards.byIds(imageIds)
}

export async function presentImage(session: Session, activity: Activity, imageId: string): Promise<ImageDetailView> {
  const row = session.catalog.images.byId(Number(imageId))
  const [card] = cardsOf(session.catalog, [Number(imageId)])
  if (!row || !card) throw new EvencastError('NOT_FOUND', 'This image is no longer in the folder.')
  const found = imageFile(session, imageId)
  const caption = found && (await readCaption(found.file))
  return imageDetailView(card, toKnownImage(session, row), { stored: activity.stored(card), caption })
}
