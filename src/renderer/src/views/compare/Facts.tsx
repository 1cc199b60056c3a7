import { Check, X } from 'lucide-react'
import type { ImageDetailView } from '../../../../main/contract/views.ts'
import { strings } from '../../base/strings/index.ts'
import { Kbd } from '../../base/ui/Button.tsx'
import { bytes } from '../../base/strings/format.ts'
import { type Fact, hasMost } from '../../model/compare/facts.ts'
import { markBest, rejectFocused } from '../../model/compare/say.ts'
import { focusImage, useCompare } from '../../model/compare/compare-store.ts'

const text = strings.compare
const { fields } = strings.lightbox

const rows: readonly (readonly [Fact, string, (image: ImageDetailView) => string])[] = [
  ['pixels', fields.size, ({ width, height }) => (width === null || height === null ? '–' : `${width} × ${height}`)],
  ['bytes', fields.file, (image) => bytes(image.bytes)],
  ['sharpness', fields.sharpness, ({ measures }) => (measures ? measures.sharpness.toFixed(1) : '–')],
]

interface FactsProps {
  readonly images: readonly ImageDetailView[]
  readonly image: ImageDetailView
  readonly place: number
}

/** What distinguishes one image from the others, and the buttons to keep or reject it. */
export function Facts({ images, image, place }: FactsProps) {
  const best = useCompare((state) => state.bestId === image.imageId)
  const rejected = image.verdict === 'reject'
  return (
    <div className="compare-facts">
      <h2 className="ellipsis selectable">{image.filename}</h2>
      <dl className="num">
        {rows.map(([fact, label, show]) => (
          <div key={fact} data-most={hasMost(images, image, fact) ? fact : undefined}>
            <dt>{label}</dt>
            <dd>
              {show(image)}
              {hasMost(images, image, fact) && <span className="visually-hidden"> {text.most}</span>}
            </dd>
          </div>
        ))}
      </dl>
      <p className="compare-issues" data-verdict={image.issues.length > 0 ? image.verdict : undefined}>
        {image.verdict === null
          ? strings.lightbox.notMeasured
          : image.notJudged !== null
            ? image.notJudged
            : image.issues.length === 0
              ? text.noIssues
              : image.issues.map((issue) => `${strings.issues[issue.key]}: ${issue.detail}`).join(' · ')}
      </p>
      <div className="compare-words">
        <button
          type="button"
          className="word"
          aria-pressed={best}
          title={text.pickBest(place)}
          onClick={() => markBest(place - 1)}
        >
          <Check size={15} aria-hidden /> {text.best} <Kbd>{place}</Kbd>
        </button>
        <button
          type="button"
          className="word"
          data-style="rejected"
          aria-pressed={rejected}
          onClick={() => {
            focusImage(place - 1)
            rejectFocused()
          }}
        >
          <X size={15} aria-hidden /> {text.reject} <Kbd>X</Kbd>
        </button>
      </div>
    </div>
  )
}
