import { Crop } from 'lucide-react'
import { api } from '../../base/host/connect.ts'
import { useAnswer } from '../../base/host/use-answer.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { startCropping } from '../../model/crop/crop-store.ts'
import { closePanel } from '../../model/window/view-store.ts'

const text = strings.prepare.captions
/** As the export begins; its own page says the same of any other trainer. */
const USUAL = { trainer: 'kohya', resolution: 1024, batchSize: 1 } as const

/** How many images lose too much as they are, and the way to crop them. */
export function ToCrop({ actorId }: { readonly actorId: string }) {
  const { answer } = useAnswer(() => api.training.buckets({ actorId, ...USUAL }))
  const images = answer?.ok ? answer.value.images : []
  const marked = images.filter(({ advice }) => advice.includes('cut') || advice.includes('no-bucket'))
  if (marked.length === 0) return null
  const crop = () => {
    closePanel()
    void startCropping(marked.map(({ imageId }) => imageId))
  }
  return (
    <Button size="s" icon={<Crop size={14} />} title={text.toCropWhy} onClick={crop}>
      {text.toCrop(marked.length)}
    </Button>
  )
}
