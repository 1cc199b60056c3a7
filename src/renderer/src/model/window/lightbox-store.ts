import { create } from 'zustand'
import { lasting, recall, remember } from './view-store.ts'

/** What can be laid over the image to show where its measures come from. */
export const LAYERS = ['sharpness', 'exposure', 'mirror'] as const
export type Layer = (typeof LAYERS)[number]

const UNFOLDED = 'evencast.details'

interface LightboxState {
  readonly imageId: string | null
  /** Stays while one looks from image to image. */
  readonly layer: Layer | null
  /** Measures and provenance lie open. Remembered. */
  readonly unfolded: boolean
}

export const useLightbox = create<LightboxState>()(() => ({
  imageId: null,
  layer: null,
  unfolded: recall(lasting, UNFOLDED) === 'yes',
}))

export const openLightbox = (imageId: string): void => useLightbox.setState({ imageId })
export const closeLightbox = (): void => useLightbox.setState({ imageId: null, layer: null })
export const showLayer = (layer: Layer | null): void => useLightbox.setState({ layer })
/** The next one, and after the last none. */
export const cycleLayer = (): void =>
  useLightbox.setState(({ layer }) => ({ layer: LAYERS[layer === null ? 0 : LAYERS.indexOf(layer) + 1] ?? null }))

export function setUnfolded(unfolded: boolean): void {
  useLightbox.setState({ unfolded })
  remember(lasting, UNFOLDED, unfolded ? 'yes' : null)
}
