import { CircleAlert, CloudDownload, FileQuestionMark, ImagePlus } from 'lucide-react'
import { useMemo } from 'react'
import type { ActorView } from '../../../../main/contract/views.ts'
import { notRead } from '../../../../main/contract/actor-columns.ts'
import { useActors } from '../../model/library/actors-store.ts'
import { chooseFolder } from '../../model/session/library-actions.ts'
import { useLibrary, visionModel } from '../../model/library/library-store.ts'
import { useView } from '../../model/window/view-store.ts'
import { QuoteBar } from '../vision/QuoteBar.tsx'
import { useVision } from '../../model/work/vision-store.ts'
import { assess } from '../../model/work/plan-actions.ts'
import { openPlan } from '../../model/work/open-plan.ts'
import { PlanBar } from '../plan/PlanBar.tsx'
import { ALL, usePlans } from '../../model/work/plans-store.ts'
import { useRuns } from '../../model/work/runs-store.ts'
import { AboutSet, Notice } from './AboutSet.tsx'
import { FilterHere, NothingHere } from '../search/FilterHere.tsx'
import { useFilter } from '../../model/images/filter-store.ts'
import { strings } from '../../base/strings/index.ts'
import { Empty } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'
import { ActorHeader } from './ActorHeader.tsx'
import { Gallery, type GalleryProps } from './Gallery.tsx'
import { withOverlay } from '../../model/images/overlay.ts'
import { loadImages, useImages } from '../../model/images/images-store.ts'
import './actor-pane.css'

/** The images that match the filter. */
function Filtered({ actor, images, plan }: GalleryProps) {
  const overlay = useImages((state) => state.overlay)
  const matches = useFilter((state) => state.matches)
  const settled = useMemo(() => withOverlay(images, overlay), [images, overlay])
  return (
    <>
      <FilterHere images={settled} />
      {matches && !settled.some(matches) ? <NothingHere /> : <Gallery actor={actor} images={images} plan={plan} />}
    </>
  )
}

/** Shown when there are no images: the folder is empty, still loading, or holds no readable image. */
function EmptySet({ actor }: { readonly actor: ActorView }) {
  const { gallery } = strings
  const unread = notRead(actor)
  if (actor.toCome)
    return (
      <Empty icon={<CloudDownload size={32} />} title={strings.actors.toCome(actor.toCome)} text={gallery.toComeText} />
    )
  return unread.length === 0 ? (
    <Empty icon={<ImagePlus size={32} />} title={gallery.empty} text={gallery.emptyText} />
  ) : (
    <Empty
      icon={<FileQuestionMark size={32} />}
      title={gallery.noneRead}
      text={unread.map(({ sentence }) => sentence).join(' ')}
    />
  )
}

/** The open actor: header, plan and images, or an empty state. */
export function ActorPane() {
  const actorId = useView((state) => state.actorId)
  const actor = useActors((state) => (actorId === null ? undefined : state.byId.get(actorId)))
  const images = useImages((state) => (actorId === null ? undefined : state.byActor.get(actorId)))
  const problem = useImages((state) => (actorId === null ? undefined : state.problems.get(actorId)))
  const made = usePlans((state) => (actorId === null ? undefined : state.byActor.get(actorId)))
  const runs = useRuns((state) => state.runs)
  const plan = openPlan(made, runs)
  const busy = usePlans((state) => actorId !== null && (state.making.has(actorId) || state.making.has(ALL)))
  const price = useVision((state) => (actorId === null ? undefined : state.asked.get(actorId)))
  const evaluator = useLibrary((state) => state.settings?.values.evaluator ?? 'local')
  const model = useLibrary(visionModel)
  const loaded = useActors((state) => state.loaded)
  const anyActor = useActors((state) => state.byId.size > 0)
  const indexed = useLibrary((state) => state.library?.indexed ?? true)

  if (!actor) {
    if (!loaded || !indexed) return <main className="pane" aria-busy="true" />
    return (
      <main className="pane">
        <h1 className="visually-hidden">{strings.product}</h1>
        {anyActor ? (
          <Empty title={strings.actors.choose} text={strings.actors.chooseText} />
        ) : (
          <Empty icon={<ImagePlus size={32} />} title={strings.library.empty} text={strings.library.emptyText}>
            <Button onClick={() => void chooseFolder()}>{strings.library.open}</Button>
          </Empty>
        )}
      </main>
    )
  }
  const unassessed = images !== undefined && actor.unassessed > 0 && actor.unassessed === actor.images
  const asked = !plan && !price && unassessed && !busy
  return (
    <main className="pane" tabIndex={-1} aria-label={actor.actorId}>
      <ActorHeader actor={actor} plan={plan} asked={asked || price !== undefined} />
      {price && !busy && <QuoteBar of={actor.actorId} asked={price} />}
      {plan && !price && <PlanBar plan={plan} />}
      {!plan && actor.problem !== null && (
        <Notice level="warning">
          <span className="selectable">{actor.problem}</span>
        </Notice>
      )}
      <AboutSet actor={actor} plan={plan} />
      {asked && (
        <Notice level="info">
          <span>
            <b>{strings.gallery.assessTitle}.</b>{' '}
            {evaluator === 'local'
              ? strings.gallery.assessText(actor.unassessed)
              : strings.gallery.assessTextPaid(actor.unassessed, model)}
          </span>
          <Button size="s" variant="primary" onClick={() => void assess([actor.actorId])}>
            {strings.gallery.assess}
          </Button>
        </Notice>
      )}
      {images ? (
        images.length === 0 && !plan ? (
          <EmptySet actor={actor} />
        ) : (
          <Filtered actor={actor} images={images} plan={plan} />
        )
      ) : problem ? (
        <Empty icon={<CircleAlert size={32} />} title={strings.gallery.loadFailed} text={problem.message}>
          <Button onClick={() => void loadImages(actor.actorId)}>{strings.retry}</Button>
        </Empty>
      ) : (
        <div className="gallery gallery-loading" aria-busy="true">
          {[5, 2, 1].map((columns) => (
            <div key={columns} className="lane" style={{ flexGrow: columns }} />
          ))}
        </div>
      )}
    </main>
  )
}
