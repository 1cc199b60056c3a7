import { ChevronRight } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { z } from 'zod'
import type { ImageDetailView, InspectionView } from '../../../../main/contract/views.ts'
import type { Image } from '../../model/images/image.ts'
import { outcome, type Outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { bytes, money, percent, when } from '../../base/strings/format.ts'
import { CaptionField } from './CaptionField.tsx'
import { Histogram } from './Histogram.tsx'
import { LayerBar } from './LayerBar.tsx'
import { setUnfolded, useLightbox } from '../../model/window/lightbox-store.ts'
import { isReadable } from '../../model/images/image.ts'
import { styleWords } from '../../model/images/style-words.ts'
import { Why } from './Why.tsx'

type Detail = z.infer<typeof ImageDetailView>
const { lightbox } = strings
const { fields } = lightbox

/** Fetches the details again whenever the gallery's view of the image changes. */
function useDetail(image: Image): Outcome<Detail> | null {
  const [answer, setAnswer] = useState<Outcome<Detail> | null>(null)
  useEffect(() => {
    let current = true
    void outcome(api.images.detail({ imageId: image.imageId })).then((found) => current && setAnswer(found))
    return () => {
      current = false
    }
  }, [image])
  return answer
}

function Rows({ rows }: { readonly rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="detail-rows num selectable">
      {rows.map(
        ([label, value]) =>
          value !== null && (
            <div key={label}>
              <dt>{label}</dt>
              <dd title={typeof value === 'string' ? value : undefined}>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

function measureRows({ measures, quality }: Detail): readonly (readonly [string, ReactNode])[] {
  if (!measures) return []
  const { brightness } = measures
  return [
    [fields.sharpness, measures.sharpness.toFixed(1)],
    [fields.symmetry, percent(measures.symmetry)],
    [fields.brightness, [brightness.p5, brightness.p50, brightness.p95].map(percent).join(' – ')],
    [fields.monochrome, measures.monochrome ? lightbox.yes : lightbox.no],
    [fields.drawn, percent(measures.drawn)],
    [fields.quality, quality === null ? null : percent(quality)],
  ]
}

const provenanceRows = (detail: Detail): readonly (readonly [string, ReactNode])[] => [
  [fields.evaluator, detail.evaluator],
  [fields.model, detail.model],
  [fields.promptId, detail.promptId],
  [fields.seed, detail.seed],
  [fields.cost, detail.costUsd === null ? null : money(detail.costUsd)],
  [fields.created, detail.createdAt === null ? null : when(detail.createdAt)],
  [fields.hash, detail.sha256],
  [strings.settings.store, detail.stored === null ? null : lightbox.store[detail.stored]],
]

/** All facts about the image: the verdict first, then measures and provenance. */
export function Details({
  image,
  baseUrl,
  inspection,
}: {
  readonly image: Image
  readonly baseUrl: string | null
  readonly inspection: InspectionView | null
}) {
  const answer = useDetail(image)
  const style = styleWords(image)
  const unfolded = useLightbox((state) => state.unfolded)
  // Do not show the previous image's details while the next one's are loading.
  const detail = answer?.ok && answer.value.imageId === image.imageId ? answer.value : null
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
    <aside className="details" tabIndex={0} aria-label={lightbox.title(image.filename)}>
      <div className="detail-top">
        <section>
          <Why image={image} detail={detail} />
          {style !== '' && (
            <p className="detail-style" data-style={image.style ?? undefined}>
              {style}
            </p>
          )}
        </section>
        {baseUrl !== null && (
          <figure>
            <img src={baseUrl} alt={lightbox.base} />
            <figcaption>{lightbox.base}</figcaption>
          </figure>
        )}
      </div>
      {answer && !answer.ok && <p className="soft">{answer.problem.message}</p>}
      {detail && isReadable(image) && (
        <section>
          <h3>{lightbox.caption}</h3>
          <CaptionField
            key={image.imageId}
            actorId={image.actorId}
            filename={image.filename}
            caption={detail.caption}
          />
        </section>
      )}
      {detail?.prompt && (
        <section>
          <h3>{lightbox.prompt}</h3>
          <p className="detail-prompt selectable">{detail.prompt}</p>
        </section>
      )}
      {isReadable(image) && image.notJudged === null && <LayerBar inspection={inspection} />}
      <details className="detail-fold" open={unfolded} onToggle={(event) => setUnfolded(event.currentTarget.open)}>
        <summary>
          <ChevronRight size={14} aria-hidden /> {lightbox.details}
        </summary>
        {inspection ? (
          <Histogram histogram={inspection.histogram} />
        ) : (
          isReadable(image) && <div className="histogram" />
        )}
        <Rows
          rows={[
            [fields.size, image.width === null || image.height === null ? null : `${image.width} × ${image.height} px`],
            [fields.file, [detail?.measures?.format, bytes(image.bytes)].filter(Boolean).join(', ')],
            [fields.madeWith, image.madeWith],
            [fields.face, image.face === null ? null : percent(Math.max(0, image.face))],
            [fields.person, image.person],
            ...(detail ? measureRows(detail) : []),
          ]}
        />
        {detail && provenanceRows(detail).some(([, value]) => value !== null) && (
          <>
            <h3>{lightbox.provenance}</h3>
            <Rows rows={provenanceRows(detail)} />
          </>
        )}
      </details>
    </aside>
  )
}
