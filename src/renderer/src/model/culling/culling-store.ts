import { create } from 'zustand'
import type { EditAnswer } from '../edits/edit.ts'
import type { Image } from '../images/image.ts'
import { type Decision, imageAt, type Queue } from './queue.ts'

export interface MadeDecision extends Decision {
  readonly made: Promise<EditAnswer>
}

interface CullingState extends Queue {
  /** What is gone through, in words. */
  readonly label: string
  /** Names this time of going through images: the history shows it as one entry. */
  readonly cullingId: string
  /** False until the core has made the queue. */
  readonly ready: boolean
  /** Place in the queue; its length: the end. */
  readonly at: number
  /** Images around the place, as the core has them: a word of this culling may still be on its way there. */
  readonly views: ReadonlyMap<string, Image>
  /** Images that are being fetched. */
  readonly fetching: ReadonlySet<string>
  readonly decisions: readonly MadeDecision[]
  /** The next word holds for all images that look like the current one. */
  readonly wholeGroup: boolean
  /** Said beside the keys until the next one. */
  readonly hint: string | null
}

export const NOTHING: Omit<CullingState, 'fetching'> = {
  label: '',
  cullingId: '-',
  ready: false,
  imageIds: [],
  open: 0,
  withDecided: false,
  at: 0,
  views: new Map(),
  decisions: [],
  wholeGroup: false,
  hint: null,
}

export const useCulling = create<CullingState>()(() => ({ ...NOTHING, fetching: new Set() }))

export const currentImage = (state: CullingState): Image | undefined => imageAt(state, state.at)
