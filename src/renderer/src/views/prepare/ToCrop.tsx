import { Crop } from 'lucide-react'
import { modelFor } from '../../../../main/domain/training/trainer.ts'
import { api } from '../../base/host/connect.ts'
import { useAnswer } from '../../base/host/use-answer.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { startCropping, useCrop } from '../../model/crop/crop-store.ts'

const text = strings.prepare.captions

/** Number of images that the last chosen trainer would cut too much, with a button to crop them. */
export function ToCrop({ actorId }: { readonly actorId: string }) {
  const { trainer, resolution, baseModel: wanted } = useCrop()
  const baseModel = modelFor(trainer, wanted)
  const { answer } = useAnswer(() => api.training.buckets({ actorId, trainer, baseModel, resolution, batchSize: 1 }))
  const images = answer?.ok ? answer.value.images : []
  const marked = images.filter(({ advice }) => advice.includes('cut') || advice.includes('no-bucket'))
  if (marked.length === 0) return null
  return (
    <Button
      size="s"
      icon={<Crop size={14} />}
      title={text.toCropWhy(strings.prepare.export.titles[trainer])}
      onClick={() => void startCropping(marked.map(({ imageId }) => imageId))}
    >
      {text.toCrop(marked.length)}
    </Button>
  )
}
