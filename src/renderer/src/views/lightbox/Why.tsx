import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react'
import type { z } from 'zod'
import type { ImageDetailView } from '../../../../main/contract/views.ts'
import { cropBorders } from '../../model/crop/save-crops.ts'
import { shownGallery } from '../../model/shown/in-gallery.ts'
import { isByPixels } from '../../model/images/not-judged.ts'
import type { Image } from '../../model/images/image.ts'
import { strings } from '../../base/strings/index.ts'
import { closeLightbox, openLightbox, showLayer, useLightbox } from '../../model/window/lightbox-store.ts'
import { openPanel } from '../../model/window/view-store.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { type Cause, causesOf } from '../../model/images/why.ts'

const { lightbox, why } = strings
/** The heading above already says this. */
const NOT_MEASURED = /^Not measured: /
const sentence = (why: string): string => why.replace(NOT_MEASURED, '').replace(/^./, (first) => first.toUpperCase())

interface WhyProps {
  readonly image: Image
  readonly detail: z.infer<typeof ImageDetailView> | null
}

function Verdict({ image }: { readonly image: Image }) {
  // "No issues" is shown only where issues were checked.
  if (image.verdict === null || image.notJudged !== null || (image.unanswered && image.verdict === 'keep')) {
    return (
      <p className="detail-verdict">
        <CircleDashed size={15} aria-hidden />{' '}
        {image.verdict === null ? lightbox.notMeasured : strings.vision.notMeasured}
      </p>
    )
  }
  const Icon = { keep: CircleCheck, review: TriangleAlert, reject: CircleAlert }[image.verdict]
  return (
    <p className="detail-verdict" data-verdict={image.verdict}>
      <Icon size={15} aria-hidden /> {lightbox.verdict[image.verdict]}
    </p>
  )
}

function CauseRow({ cause, image }: { readonly cause: Cause; readonly image: Image }) {
  const layer = useLightbox((state) => state.layer)
  const other = shownGallery()?.images.find(({ filename }) => filename === cause.duplicateOf)
  return (
    <li data-verdict={cause.verdict}>
      <p>
        <b>{cause.title}</b> {cause.detail}
      </p>
      {cause.figure !== '' && <p className="num">{cause.figure}</p>}
      {cause.layer !== null && (
        <button
          type="button"
          className="link"
          aria-pressed={layer === cause.layer}
          onClick={() => showLayer(layer === cause.layer ? null : cause.layer)}
        >
          {layer === cause.layer ? why.hide : why.where}
        </button>
      )}
      {cause.key === 'borders' && (
        <button type="button" className="link" onClick={() => void cropBorders(image)}>
          {strings.crop.borders}
        </button>
      )}
      {other && (
        <button type="button" className="why-other" onClick={() => openLightbox(other.imageId)}>
          <img src={`${other.thumbUrl}&size=256`} alt="" />
          <span className="ellipsis">{why.kept(other.filename)}</span>
        </button>
      )}
    </li>
  )
}

/** Defects that pixel measures cannot detect, and what can. */
function LocalOnly({ face }: { readonly face: boolean }) {
  const isLocal = useLibrary((state) => state.settings?.values.evaluator === 'local')
  const choose = () => {
    closeLightbox()
    openPanel('settings')
  }
  return (
    <p className="detail-unmeasured soft">
      <span>
        {strings.vision.localOnly(face)}{' '}
        {isLocal && (
          <button type="button" className="link" onClick={choose}>
            {strings.vision.chooseModel}
          </button>
        )}
      </span>
    </p>
  )
}

/** Defects that were not checked or could not be determined: neither found nor ruled out. */
function Unmeasured({ image, detail }: WhyProps) {
  const { vision } = strings
  if (image.verdict === null || image.decidedBy === 'human' || image.notJudged !== null) return null
  const local = detail?.evaluator?.startsWith('local@') === true
  const only = isByPixels(image, detail?.evaluator) && <LocalOnly face={image.face !== null} />
  if (image.unmeasured.length === 0) return only
  const told = local
    ? vision.identity[image.face === null ? 'noFace' : 'maybeDrawn']
    : (detail?.reason?.replace(NOT_MEASURED, '') ?? vision.notLooked)
  return (
    <>
      <p className="detail-unmeasured soft selectable">
        <CircleDashed size={14} aria-hidden />
        <span>
          <b>{vision.unmeasured(image.unmeasured)}</b> {image.unanswered || local ? told : vision.onSheet}
        </span>
      </p>
      {only}
    </>
  )
}

/** The verdict and its reasons. */
export function Why({ image, detail }: WhyProps) {
  const causes = causesOf(image, detail?.measures ?? null)
  return (
    <>
      <Verdict image={image} />
      {image.verdict === 'keep' && image.decidedBy === 'human' && causes.length > 0 && (
        <p className="soft">{why.keptAnyway}</p>
      )}
      {causes.length > 0 ? (
        <>
          {image.verdict !== null && image.verdict !== 'keep' && <h3>{why.title[image.verdict]}</h3>}
          <ul className="detail-issues selectable">
            {causes.map((cause) => (
              <CauseRow key={cause.key} cause={cause} image={image} />
            ))}
          </ul>
        </>
      ) : image.notJudged !== null ? (
        <p className="soft selectable">{sentence(image.notJudged)}</p>
      ) : (
        image.verdict !== null && !image.unanswered && <p className="soft">{lightbox.noIssues}</p>
      )}
      <Unmeasured image={image} detail={detail} />
    </>
  )
}
