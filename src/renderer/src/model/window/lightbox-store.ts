import { create } from 'zustand'

/** What can be laid over the image to show where its measures come from. */
export const LAYERS = ['sharpness', 'exposure', 'mirror'] as const
export type Layer = (typeof LAYERS)[number]

interface LightboxState {
  readonly imageId: string | null
  /** Stays while one looks from image to image. */
  readonly layer: Layer | null
}

export const useLightbox = create<LightboxState>()(() => ({ imageId: null, layer: null }))

export const openLightbox = (imageId: string): void => useLightbox.setState({ imageId })
export const closeLightbox = (): void => useLightbox.setState({ imageId: null, layer: null })
export const showLayer = (layer: Layer | null): void => useLightbox.setState({ layer })
/** The next one, and after the last none. */
export const cycleLayer = (): void =>
  useLightbox.setState(({ layer }) => ({ layer: LAYERS[layer === null ? 0 : LAYERS.indexOf(layer) + 1] ?? null }))
