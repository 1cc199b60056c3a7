import { CircleDashed } from 'lucide-react'
import type { Image } from '../../model/images/image.ts'
import { isByPixels } from '../../model/images/not-judged.ts'
import { strings } from '../../base/strings/index.ts'
import { percent } from '../../base/strings/format.ts'
import { cropBorders } from '../../model/crop/save-crops.ts'
import { useDetails } from '../../model/culling/details.ts'

const text = strings.culling
const { lightbox } = strings

/** Confidence as a number and a bar; nothing for images that are not measured. */
function Confidence({ image }: { readonly image: Image }) {
  if (image.confidence === null || image.decidedBy === 'human') return null
  return (
    <span className="sure num">
      <i aria-hidden style={{ scale: `${image.confidence} 1` }} />
      {strings.gallery.confidence(image.confidence, image.unsure)}
    </span>
  )
}

function StyleWords({ image }: { readonly image: Image }) {
  if (image.style === null) {
    return (
      <p className="said-style" data-none>
        <CircleDashed size={15} aria-hidden /> {image.verdict === null ? text.notMeasured : text.noStyleYet}
      </p>
    )
  }
  return (
    <div className="said-style" data-style={image.style}>
      <b>{image.unsure ? text.likely(image.style) : strings.lanes[image.style]}</b>
      <Confidence image={image} />
      {image.decidedBy !== null && <small>{lightbox.decidedBy[image.decidedBy]}</small>}
    </div>
  )
}

/** The evaluator's guess, the issues, and what was not measured. */
export function EvaluatorWords({ image }: { readonly image: Image }) {
  const detail = useDetails(image)
  const unmeasured = detail?.unmeasured ?? []
  return (
    <section className="said selectable" aria-label={text.words_}>
      <StyleWords image={image} />
      {image.verdict === null ? (
        <p className="soft">{text.notMeasuredText}</p>
      ) : image.notJudged !== null ? (
        <p className="soft">{image.notJudged}</p>
      ) : image.issues.length === 0 ? (
        <p className="soft">{lightbox.noIssues}</p>
      ) : (
        <ul className="detail-issues">
          {image.issues.map((issue) => (
            <li key={issue.key} data-verdict={issue.verdict}>
              <b>{strings.issues[issue.key]}</b> {issue.detail}
              {issue.key === 'borders' && (
                <button type="button" className="link" onClick={() => void cropBorders(image)}>
                  {strings.crop.borders}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {detail?.reason && image.notJudged === null && <p className="said-reason">“{detail.reason}”</p>}
      {unmeasured.length > 0 && image.notJudged === null && (
        <p className="faint">
          {text.unmeasured}: {unmeasured.map((key) => strings.issues[key]).join(', ')}
        </p>
      )}
      {isByPixels(image, detail?.evaluator) && <p className="faint">{strings.vision.localOnly(image.face !== null)}</p>}
      <p className="faint num">
        {[
          image.width === null || image.height === null ? null : `${image.width} × ${image.height}`,
          image.quality === null ? null : `${lightbox.fields.quality} ${percent(image.quality)}`,
          detail?.evaluator,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </section>
  )
}
