import { Check, TriangleAlert } from 'lucide-react'
import { useId } from 'react'
import { inBuckets } from '../../../../main/domain/bucket/advice.ts'
import { cutAway, enlarged } from '../../../../main/domain/bucket/cut.ts'
import { CUTTING_TRAINERS } from '../../../../main/domain/bucket/trainer-cut.ts'
import { modelFor, MODELS_OF } from '../../../../main/domain/training/trainer.ts'
import { croppedSize } from '../../../../main/domain/crop.ts'
import { strings } from '../../base/strings/index.ts'
import {
  cropIn,
  cutOfState,
  RESOLUTIONS,
  setBaseModel,
  setResolution,
  setTrainer,
  sizeOf,
  useCrop,
} from '../../model/crop/crop-store.ts'
import type { Image } from '../../model/images/image.ts'

const text = strings.buckets

/** Who is trained with, and what that makes of this crop: bucket, scale and cut. */
export function BucketFacts({ image }: { readonly image: Image }) {
  const id = useId()
  const { trainer, resolution, baseModel, drafts } = useCrop()
  const size = croppedSize(cropIn(drafts, image), sizeOf(image))
  const [found] = inBuckets([{ size, repeats: 1 }], {
    trainer,
    cutOf: cutOfState({ trainer, resolution, baseModel }),
    batchSize: 1,
  })
  const cut = found?.cut ?? null
  const marks = found?.advice ?? []
  return (
    <section className="crop-section">
      <h2>{text.title}</h2>
      <div className="crop-pickers">
        <label htmlFor={`${id}trainer`}>{text.trainer}</label>
        <select
          id={`${id}trainer`}
          className="crop-select"
          value={trainer}
          onChange={({ target }) => {
            const chosen = CUTTING_TRAINERS.find((each) => each === target.value)
            if (chosen) setTrainer(chosen)
          }}
        >
          {CUTTING_TRAINERS.map((each) => (
            <option key={each} value={each}>
              {strings.prepare.export.titles[each]}
            </option>
          ))}
        </select>
        <label htmlFor={`${id}model`}>{text.baseModel}</label>
        <select
          id={`${id}model`}
          className="crop-select"
          value={modelFor(trainer, baseModel)}
          onChange={({ target }) => {
            const chosen = MODELS_OF[trainer].find((each) => each === target.value)
            if (chosen) setBaseModel(chosen)
          }}
        >
          {MODELS_OF[trainer].map((each) => (
            <option key={each} value={each}>
              {text.models[each]}
            </option>
          ))}
        </select>
        <label htmlFor={`${id}resolution`}>{text.resolution}</label>
        <select
          id={`${id}resolution`}
          className="crop-select num"
          value={resolution}
          onChange={({ target }) => setResolution(Number(target.value))}
        >
          {RESOLUTIONS.map((each) => (
            <option key={each} value={each}>
              {each} px
            </option>
          ))}
        </select>
      </div>
      <dl className="crop-facts num">
        <div>
          <dt>{strings.crop.leaves}</dt>
          <dd>{text.px(size)}</dd>
        </div>
        {cut && (
          <>
            <div>
              <dt>{text.bucket}</dt>
              <dd>{text.px(cut.bucket)}</dd>
            </div>
            <div>
              <dt>{text.scaled}</dt>
              <dd>
                {text.px(cut.scaled)} <span className="soft">{text.scale(enlarged(size, cut))}</span>
              </dd>
            </div>
            <div>
              <dt>{text.cut}</dt>
              <dd>{cutAway(cut) === 0 ? text.exact : text.percent(cutAway(cut))}</dd>
            </div>
          </>
        )}
      </dl>
      <p className="crop-advice" data-good={marks.length === 0 || undefined} role="status">
        {marks.length === 0 ? <Check size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />}
        {marks.length === 0 ? text.good : marks.map((mark) => text.advice[mark]).join(' · ')}
      </p>
    </section>
  )
}
