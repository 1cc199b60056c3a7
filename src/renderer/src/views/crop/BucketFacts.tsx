import { Check, TriangleAlert } from 'lucide-react'
import { useId } from 'react'
import { inBuckets } from '../../../../main/domain/bucket/advice.ts'
import { cutAway, enlarged } from '../../../../main/domain/bucket/cut.ts'
import { CUTTING_TRAINERS } from '../../../../main/domain/bucket/trainer-cut.ts'
import { modelFor, MODELS_OF } from '../../../../main/domain/training/trainer.ts'
import { croppedSize } from '../../../../main/domain/crop.ts'
import { strings } from '../../base/strings/index.ts'
import { Select, type SelectProps } from '../../base/ui/Select.tsx'
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

function Picker<T extends string | number>({ label, ...select }: SelectProps<T> & { readonly label: string }) {
  const id = useId()
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <Select id={id} className="crop-select num" {...select} />
    </>
  )
}

/** The trainer, and the bucket, scale and cut that it would use for this crop. */
export function BucketFacts({ image }: { readonly image: Image }) {
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
        <Picker
          label={text.trainer}
          value={trainer}
          of={CUTTING_TRAINERS}
          nameOf={(each) => strings.prepare.export.titles[each]}
          onChoose={setTrainer}
        />
        <Picker
          label={text.baseModel}
          value={modelFor(trainer, baseModel)}
          of={MODELS_OF[trainer]}
          nameOf={(each) => text.models[each]}
          onChoose={setBaseModel}
        />
        <Picker
          label={text.resolution}
          value={resolution}
          of={RESOLUTIONS}
          nameOf={(each) => `${each} px`}
          onChoose={setResolution}
        />
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
