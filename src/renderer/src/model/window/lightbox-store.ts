import { create } from 'zustand'
import { lasting, recall, remember } from './view-store.ts'

/** Overlays that show where in the image its measures come from. */
export const LAYERS = ['sharpness', 'exposure', 'mirror'] as const
export type Layer = (typeof LAYERS)[number]

const UNFOLDED = 'evencast.details'

interface LightboxState {
  readonly imageId: string | null
  /** Kept when moving from image to image. */
  readonly layer: Layer | null
  /** True when measures and provenance are expanded; remembered. */
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
/** Switches to the next overlay, and after the last one to none. */
export const cycleLayer = (): void =>
  useLightbox.setState(({ layer }) => ({ layer: LAYERS[layer === null ? 0 : LAYERS.indexOf(layer) + 1] ?? null }))

export function setUnfolded(unfolded: boolean): void {
  useLightbox.setState({ unfolded })
  remember(lasting, UNFOLDED, unfolded ? 'yes' : null)
}
