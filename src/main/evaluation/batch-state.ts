import { z } from 'zod'
import type { ImageToJudge } from './images-to-judge.ts'

/** One picture of a request: enough to tell, a day later, what an answer is about and whether it leaves doubt. */
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
  /** Null between the upload and the batch: whether there is one is looked up before another is made. */
  batchId: z.string().nullable(),
  /** As the service names it; "uploaded" before there is a batch. */
  status: z.string(),
  bytes: z.number(),
  /** The answers were fetched. */
  collected: z.boolean(),
  requests: z.record(z.string(), Request),
})
export type BatchPart = z.infer<typeof Part>

/** Everything needed to pick a batch run up after a restart, as plain JSON. */
export const BatchState = z.object({
  version: z.literal(1),
  evaluator: z.string(),
  parts: z.array(Part),
})
export type BatchState = z.infer<typeof BatchState>

/** Requests of the parts whose answers are not there yet, and of all. */
export function requestCount(state: BatchState): { readonly left: number; readonly all: number } {
  const counts = state.parts.map(({ collected, requests }) => [collected, Object.keys(requests).length] as const)
  const sum = (all: readonly (readonly [boolean, number])[]) => all.reduce((total, [, n]) => total + n, 0)
  return { left: sum(counts.filter(([collected]) => !collected)), all: sum(counts) }
}

export const isDone = (state: BatchState): boolean => state.parts.every(({ collected }) => collected)

/** Images that are on their way already, by content and actor. */
export const underWay = (state: BatchState): ReadonlySet<string> =>
  new Set(
    state.parts
      .filter(({ collected }) => !collected)
      .flatMap(({ requests }) => Object.values(requests))
      .flatMap(({ actorId, images }) => images.map((image) => imageKey(actorId, image))),
  )

export const imageKey = (actorId: string, { sha256 }: Pick<ImageToJudge, 'sha256'>): string => `${sha256} ${actorId}`
