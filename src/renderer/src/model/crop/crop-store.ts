import { create } from 'zustand'
import {
  CUTTING_TRAINERS,
  type CutOf,
  type CuttingTrainer,
  trainerCut,
} from '../../../../main/domain/bucket/trainer-cut.ts'
import type { Size } from '../../../../main/domain/bucket/cut.ts'
import { CAPTION_GUIDES, type CaptionGuide, GUIDES } from '../../../../main/domain/caption/guide.ts'
import { type Crop, sameCrop, tidyCrop, WHOLE } from '../../../../main/domain/crop.ts'
import { closeCover, openCover } from '../surface/cover-store.ts'
import { closeLightbox, openLightbox, useLightbox } from '../window/lightbox-store.ts'
import { findImage, loadLoose, useImages } from '../images/images-store.ts'
import { closePanel, lasting, openPanel, type PanelTab, recall, remember, useView } from '../window/view-store.ts'
import type { Image } from '../images/image.ts'
import { BASE_MODELS, type BaseModel, usualResolution } from '../../../../main/domain/training/trainer.ts'
import type { Shape } from './shapes.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'

/** Crops changed in this view, by image. */
export type Drafts = ReadonlyMap<string, Crop>

export interface CropState {
  readonly images: readonly Image[]
  /** Index of the current image. */
  readonly at: number
  readonly drafts: Drafts
  /** Earlier drafts for undo, the latest last. */
  readonly past: readonly Drafts[]
  /** Undone drafts for redo, the latest last. */
  readonly future: readonly Drafts[]
  readonly shape: Shape
  /** True when tools apply to all images. */
  readonly all: boolean
  readonly trainer: CuttingTrainer
  readonly baseModel: BaseModel
  readonly resolution: number
  readonly busy: boolean
  /** True when the view was opened from the lightbox and returns there. */
  readonly fromLightbox: boolean
  /** Actors and tab of the Prepare panel that the view was opened from and returns to. */
  readonly fromPrepare: { readonly actorIds: readonly string[]; readonly tab: PanelTab | null } | null
}

const TRAINER = 'evencast.trainer'
const RESOLUTION = 'evencast.resolution'
const BASE_MODEL = 'evencast.baseModel'
const GUIDE = 'evencast.captionGuide'
export const RESOLUTIONS = [512, 768, 1024, 1280, 1536] as const

const rememberedTrainer = (): CuttingTrainer =>
  CUTTING_TRAINERS.find((each) => each === recall(lasting, TRAINER)) ?? 'kohya'
const rememberedResolution = (): number =>
  RESOLUTIONS.find((each) => String(each) === recall(lasting, RESOLUTION)) ?? 1024

export const useCrop = create<CropState>()(() => ({
  images: [],
  at: 0,
  drafts: new Map(),
  past: [],
  future: [],
  shape: 'free',
  all: false,
  trainer: rememberedTrainer(),
  baseModel: BASE_MODELS.find((each) => each === recall(lasting, BASE_MODEL)) ?? 'flux',
  resolution: rememberedResolution(),
  busy: false,
  fromLightbox: false,
  fromPrepare: null,
}))

export const imageOn = ({ images, at }: Pick<CropState, 'images' | 'at'>): Image | undefined => images[at]
export const cropIn = (drafts: Drafts, image: Image): Crop => drafts.get(image.imageId) ?? image.crop ?? WHOLE
export const sizeOf = ({ width, height }: Image): Size => ({ width: width ?? 1, height: height ?? 1 })
export const cutOfState = ({
  trainer,
  resolution,
  baseModel,
}: Pick<CropState, 'trainer' | 'resolution' | 'baseModel'>): CutOf =>
  trainerCut(trainer, resolution, baseModel) ?? (() => null)

/** Returns the images whose draft differs from the stored crop. */
export const changedIn = ({ images, drafts }: Pick<CropState, 'images' | 'drafts'>): readonly Image[] =>
  images.filter((image) => !sameCrop(tidyCrop(cropIn(drafts, image)), image.crop))

export async function startCropping(imageIds: readonly string[]): Promise<void> {
  const missing = imageIds.filter((imageId) => !findImage(useImages.getState(), imageId))
  if (missing.length > 0) await loadLoose(missing.slice(0, 1000))
  const found = imageIds.flatMap((imageId) => findImage(useImages.getState(), imageId) ?? [])
  const images = found.filter(({ width, height }) => width !== null && height !== null)
  if (images.length === 0) {
    notify('warning', found.length === 0 ? strings.crop.gone : strings.crop.notMeasured)
    return
  }
  const { panel, panelScope, panelTab: tab, actorId } = useView.getState()
  const fromPrepare = panel === 'prepare' ? { actorIds: panelScope ?? [actorId ?? ''], tab } : null
  if (fromPrepare) closePanel()
  const fromLightbox = useLightbox.getState().imageId !== null
  if (fromLightbox) closeLightbox()
  const fresh = { at: 0, drafts: new Map(), past: [], future: [], shape: 'free', all: false, busy: false } as const
  useCrop.setState({ ...fresh, images, fromLightbox, fromPrepare })
  openCover('crop')
}

export function leaveCropping(): void {
  const state = useCrop.getState()
  closeCover()
  useCrop.setState({ images: [], at: 0, drafts: new Map(), past: [], future: [] })
  const image = imageOn(state)
  if (state.fromLightbox && image) openLightbox(image.imageId)
  if (state.fromPrepare) openPanel('prepare', state.fromPrepare.actorIds, state.fromPrepare.tab)
}

export const showImage = (at: number): void =>
  useCrop.setState(({ images }) => ({ at: Math.min(Math.max(at, 0), images.length - 1) }))

export const setAll = (all: boolean): void => useCrop.setState({ all })

export function setTrainer(trainer: CuttingTrainer): void {
  useCrop.setState({ trainer })
  remember(lasting, TRAINER, trainer)
}

/** Sets the base model, and with it the usual training resolution. */
export function setBaseModel(baseModel: BaseModel): void {
  if (usualResolution(baseModel) !== usualResolution(useCrop.getState().baseModel))
    setResolution(usualResolution(baseModel))
  useCrop.setState({ baseModel })
  remember(lasting, BASE_MODEL, baseModel)
}

/** Returns the caption guide for a base model: the last chosen one if it fits the model, otherwise the model's own. */
export function guideFor(baseModel: BaseModel): CaptionGuide {
  const fits = (guide: CaptionGuide): boolean => GUIDES[guide].models.some((model) => model === baseModel)
  const fitting = CAPTION_GUIDES.filter(fits)
  return fitting.find((guide) => guide === recall(lasting, GUIDE)) ?? fitting[0] ?? 'flux'
}

/** Sets the caption guide, and with it the base model. */
export function setGuide(guide: CaptionGuide): void {
  remember(lasting, GUIDE, guide)
  if (guideFor(useCrop.getState().baseModel) !== guide) setBaseModel(GUIDES[guide].models[0])
}

export function setResolution(resolution: number): void {
  useCrop.setState({ resolution })
  remember(lasting, RESOLUTION, String(resolution))
}
