import { create } from 'zustand'

interface LightboxState {
  readonly imageId: string | null
}

export const useLightbox = create<LightboxState>()(() => ({ imageId: null }))

export const openLightbox = (imageId: string): void => useLightbox.setState({ imageId })
export const closeLightbox = (): void => useLightbox.setState({ imageId: null })
