import { useEffect, useState } from 'react'
import type { InspectionView } from '../../../../main/contract/views.ts'
import type { Image } from '../../model/images/image.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'

/** Delay before an image's pixels are inspected, because users step through many images. */
const PAUSE_MS = 120

export function useInspection({ imageId, fullUrl }: Image): InspectionView | null {
  const [found, setFound] = useState<{ readonly of: string; readonly value: InspectionView | null } | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    const timer = setTimeout(() => {
      void outcome(api.images.inspect({ imageId }, { signal: stop.signal })).then((answer) => {
        if (!stop.signal.aborted) setFound({ of: fullUrl, value: answer.ok ? answer.value : null })
      })
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [imageId, fullUrl])
  return found?.of === fullUrl ? found.value : null
}
