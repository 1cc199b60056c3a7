import { z } from 'zod'

/** What Replicate's HTTP API answers, reduced to what is read of it (its OpenAPI document, version 1.0.0-a1). */

/** `unknown`: another one than its document names. It was taken, and may be charged. */
export const Status = z
  .enum(['starting', 'processing', 'succeeded', 'failed', 'canceled', 'aborted', 'unknown'])
  .catch('unknown')

export const Prediction = z.object({
  // It becomes a part of addresses.
  id: z.string().regex(/^[\w-]+$/),
  model: z.string().default(''),
  status: Status,
  input: z.record(z.string(), z.unknown()).nullish(),
  output: z.unknown().optional(),
  error: z.unknown().optional(),
  data_removed: z.boolean().nullish(),
  created_at: z.string(),
  started_at: z.string().nullish(),
  completed_at: z.string().nullish(),
})
export type Prediction = z.infer<typeof Prediction>

/** The newest first, 100 on a page; `next` is the address of the page after it. */
export const PredictionPage = z.object({
  next: z.string().nullish(),
  // One that is not understood is none of ours.
  results: z.array(z.unknown()).transform((rows) => rows.flatMap((row) => Prediction.safeParse(row).data ?? [])),
})
export type PredictionPage = z.infer<typeof PredictionPage>

export const UploadedFile = z.object({
  id: z.string(),
  checksums: z.object({ sha256: z.string().nullish() }).nullish(),
  expires_at: z.string().nullish(),
  urls: z.object({ get: z.string() }),
})
export type UploadedFile = z.infer<typeof UploadedFile>

export const Account = z.object({ username: z.string() })

export const Model = z.object({
  is_official: z.boolean().nullish(),
  latest_version: z.object({ id: z.string(), openapi_schema: z.unknown().optional() }).nullish(),
})
export type Model = z.infer<typeof Model>

/** The body of a refusal. `retry_after` is in seconds. */
export const Problem = z.object({
  title: z.string().catch(''),
  detail: z.string().catch(''),
  retry_after: z.number().nullish().catch(null),
  invalid_fields: z.array(z.object({ field: z.string().catch(''), description: z.string().catch('') })).catch([]),
})
export type Problem = z.infer<typeof Problem>
