import { useEffect } from 'react'
import { create } from 'zustand'
import type { ImageDetailView } from '../../../../main/contract/views.ts'
import type { Image } from '../images/image.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { useCulling } from './culling-store.ts'
import { imageAt } from './queue.ts'

const KEPT = 60

/** Keyed by view object, because a changed image has a new one. */
const useStore = create<{ readonly byView: ReadonlyMap<Image, ImageDetailView> }>()(() => ({ byView: new Map() }))

const asked = new WeakSet<Image>()

async function fetchDetails(image: Image): Promise<void> {
  if (asked.has(image)) return
  asked.add(image)
  const detail = await outcome(api.images.detail({ imageId: image.imageId }))
  if (!detail.ok) return
  useStore.setState(({ byView }) => ({ byView: new Map([...[...byView].slice(1 - KEPT), [image, detail.value]]) }))
}

/** Returns details that the gallery does not hold. They are fetched ahead for the next images, so that they appear together with them. */
export function useDetails(shown: Image): ImageDetailView | undefined {
  const { imageId } = shown
  const stored = useCulling((state) => state.views.get(imageId))
  useEffect(() => {
    const state = useCulling.getState()
    for (const by of [0, 1, 2]) {
      const image = imageAt(state, state.at + by)
      if (image) void fetchDetails(image)
    }
  }, [stored])
  return useStore((state) => stored && state.byView.get(stored))
}
