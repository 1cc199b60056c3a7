import { useEffect, useState } from 'react'
import type { Crop } from '../../../../main/domain/crop.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { findFor } from '../../model/crop/crop-actions.ts'
import { useCrop } from '../../model/crop/crop-store.ts'
import type { Image } from '../../model/images/image.ts'

const text = strings.crop

/** Offers to crop borders of an image without a crop, detected when the image is opened. */
export function BordersOffer({ image }: { readonly image: Image }) {
  const [found, setFound] = useState<Crop | null>(null)
  const untouched = useCrop((state) => !state.drafts.has(image.imageId)) && image.crop === null
  useEffect(() => {
    let current = true
    const crops = [{ imageId: image.imageId, crop: null }]
    void outcome(api.crops.propose({ crops, way: { kind: 'borders' } })).then((answer) => {
      if (current && answer.ok) setFound(answer.value[0]?.crop ?? null)
    })
    return () => {
      current = false
    }
  }, [image.imageId])
  if (!found || !untouched) return null
  return (
    <p className="crop-borders" role="status">
      {text.bordersFound(1 - found.width * found.height)}
      <Button size="s" onClick={() => void findFor({ kind: 'borders' })}>
        {text.borders}
      </Button>
    </p>
  )
}
