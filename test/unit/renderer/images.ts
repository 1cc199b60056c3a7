import type { Image } from '../../../src/renderer/src/model/images/image.ts'

/** An image as the gallery knows it, assessed and good unless told otherwise. */
export const image = (imageId: string, changes: Partial<Image> = {}): Image => ({
  imageId,
  actorId: 'alice',
  filename: `${imageId}.jpg`,
  lane: 'photorealistic',
  style: 'photorealistic',
  decidedBy: 'evaluator',
  unsure: false,
  kept: false,
  confidence: 0.9,
  verdict: 'keep',
  issues: [],
  group: null,
  quality: 0.5,
  width: 800,
  height: 1000,
  bytes: 1000,
  thumbUrl: `/thumb/${imageId}?v=1`,
  fullUrl: `/image/${imageId}?v=1`,
  generated: false,
  prompt: null,
  promptId: null,
  caption: null,
  dateMs: 0,
  hashes: null,
  colours: null,
  uploaded: false,
  flagged: false,
  stored: null,
  unmeasured: [],
  sidecars: [],
  notJudged: null,
  unanswered: false,
  crop: null,
  face: null,
  person: null,
  ...changes,
})

export const many = (count: number, changes: Partial<Image> = {}): Image[] =>
  Array.from({ length: count }, (_, index) => image(`${changes.lane ?? 'photorealistic'}${index}`, changes))
