import { z } from 'zod'
import type { ImageToJudge } from './images-to-judge.ts'

/** One image of a request: enough to tell, a day later, what an answer is about and whether it leaves doubt. */
const Pictured = z.object({
  filename: z.string(),
  sha256: z.string(),
  drawn: z.number(),
  monochrome: z.boolean(),
})

const Request = z.object({
  actorId: z.string(),
  seen: z.enum(['sheet', 'close']),
  hasBase: z.boolean(),
  baseSha256: z.string().nullable().default(null),
  images: z.array(Pictured),
})
export type BatchRequest = z.infer<typeof Request>

const Part = z.object({
  fileId: z.string(),
  /** Null between the upload and the batch's creation: an existing batch is looked up before another one is created. */
  batchId: z.string().nullable(),
  /** Status as the service names it; "uploaded" before a batch exists. */
  status: z.string(),
  bytes: z.number(),
  /** True once the answers were fetched. */
  collected: z.boolean(),
  requests: z.record(z.string(), Request),
})
export type BatchPart = z.infer<typeof Part>

/** State of a batch as plain JSON: everything needed to resume it after a restart. */
export const BatchState = z.object({
  version: z.literal(1),
  evaluator: z.string(),
  parts: z.array(Part),
})
export type BatchState = z.infer<typeof BatchState>

/** Counts the requests of the parts whose answers were not fetched yet, and all requests. */
export function requestCount(state: BatchState): { readonly left: number; readonly all: number } {
  const counts = state.parts.map(({ collected, requests }) => [collected, Object.keys(requests).length] as const)
  const sum = (all: readonly (readonly [boolean, number])[]) => all.reduce((total, [, n]) => total + n, 0)
  return { left: sum(counts.filter(([collected]) => !collected)), all: sum(counts) }
}

export const isDone = (state: BatchState): boolean => state.parts.every(({ collected }) => collected)

/** Returns the keys (content and actor) of the images that wait for their results. */
export const underWay = (state: BatchState): ReadonlySet<string> =>
  new Set(
    state.parts
      .filter(({ collected }) => !collected)
      .flatMap(({ requests }) => Object.values(requests))
      .flatMap(({ actorId, images }) => images.map((image) => imageKey(actorId, image))),
  )

export const imageKey = (actorId: string, { sha256 }: Pick<ImageToJudge, 'sha256'>): string => `${sha256} ${actorId}`
