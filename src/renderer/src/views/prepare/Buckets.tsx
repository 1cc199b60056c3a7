import { Crop } from 'lucide-react'
import { useState } from 'react'
import type { BucketedImageView } from '../../../../main/contract/training.ts'
import type { BaseModel, TrainerName } from '../../../../main/domain/training/trainer.ts'
import { api } from '../../base/host/connect.ts'
import { useAnswer } from '../../base/host/use-answer.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { Segmented } from '../../base/ui/Segmented.tsx'
import { startCropping } from '../../model/crop/crop-store.ts'
import { BucketTile } from './BucketTile.tsx'
import { MixTable } from './MixTable.tsx'
import './buckets.css'

const text = strings.buckets
/** Number of tiles rendered; above it, images with advice come first. */
const MOST = 400

interface BucketsProps {
  readonly actorId: string
  readonly trainer: TrainerName
  readonly baseModel: BaseModel
  readonly resolution: number
  readonly batchSize: number
}

const bucketOf = ({ cut }: BucketedImageView): string => (cut ? text.px(cut.bucket) : text.none)

const crop = (imageIds: readonly string[]): void => void startCropping(imageIds)

/** What the trainer sees of each image, by bucket. */
export function Buckets(props: BucketsProps) {
  const { answer } = useAnswer(() => api.training.buckets(props))
  const [only, setOnly] = useState<'all' | 'marked'>('all')
  if (answer === null) return <p className="soft">{text.loading}</p>
  if (!answer.ok) return <p role="alert">{answer.problem.message}</p>
  const { known, images, subsets, steps, why } = answer.value
  const plan = (
    <div className="export-plan">
      <MixTable subsets={subsets} />
      <p className="num">
        {strings.prepare.export.steps(steps, props.batchSize)}: <span className="soft">{why}.</span>
      </p>
    </div>
  )
  if (!known)
    return (
      <section className="buckets" aria-label={text.title}>
        {plan}
        <p className="soft">{text.unknown}</p>
      </section>
    )
  // An image alone in its bucket loses nothing when the batch size is 1.
  const marked = images.filter(({ advice }) => advice.some((each) => each !== 'alone' || props.batchSize > 1))
  // Cropping does not help images that the trainer enlarges.
  const toCrop = marked.filter(({ advice }) => advice.some((each) => each !== 'enlarged'))
  const chosen = only === 'marked' ? marked : images
  const shown = chosen.toSorted((a, b) => b.advice.length - a.advice.length).slice(0, MOST)
  const groups = [...Map.groupBy(shown, bucketOf)].toSorted((a, b) => b[1].length - a[1].length)
  const sizes = new Set(images.map(bucketOf)).size
  return (
    <section className="buckets" aria-label={text.title}>
      {plan}
      <header>
        <h3>{text.title}</h3>
        <span className="soft num">{text.summary(images.length, sizes, marked.length)}</span>
        {marked.length > 0 && (
          <>
            <Segmented
              label={text.title}
              value={only}
              options={{ all: text.all, marked: text.marked }}
              onChange={setOnly}
            />
          </>
        )}
        {toCrop.length > 0 && (
          <Button size="s" icon={<Crop size={14} />} onClick={() => crop(toCrop.map(({ imageId }) => imageId))}>
            {text.cropMarked(toCrop.length)}
          </Button>
        )}
      </header>
      {groups.map(([bucket, own]) => (
        <section key={bucket}>
          <h4 className="num">
            {bucket} <span className="soft">{text.inBucket(own.length)}</span>
          </h4>
          <ul>
            {own.map((image) => (
              <li key={image.imageId}>
                <BucketTile image={image} onCrop={() => crop([image.imageId])} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {chosen.length > shown.length && <p className="soft num">{text.more(chosen.length - shown.length)}</p>}
    </section>
  )
}
