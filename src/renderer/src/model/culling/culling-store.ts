import { create } from 'zustand'
import type { EditAnswer } from '../edits/edit.ts'
import type { Image } from '../images/image.ts'
import { type Decision, imageAt, type Queue } from './queue.ts'

export interface MadeDecision extends Decision {
  readonly made: Promise<EditAnswer>
}

interface CullingState extends Queue {
  /** Label of the reviewed set. */
  readonly label: string
  /** Id of this review; the history shows all its decisions as one entry. */
  readonly cullingId: string
  /** False until the core has returned the queue. */
  readonly ready: boolean
  /** Index in the queue; equal to its length at the end. */
  readonly at: number
  /** Images around the current index as the core has them; the latest decisions may not have reached it. */
  readonly views: ReadonlyMap<string, Image>
  /** Ids of images being fetched. */
  readonly fetching: ReadonlySet<string>
  readonly decisions: readonly MadeDecision[]
  /** True when the next decision applies to all similar images. */
  readonly wholeGroup: boolean
  /** Shown beside the keys until the next decision. */
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
