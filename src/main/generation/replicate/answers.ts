import { z } from 'zod'

/** Answers of Replicate's HTTP API, reduced to the fields that are read (its OpenAPI document, version 1.0.0-a1). */

/** `unknown` stands for a status that the document does not name; such a prediction was accepted and may be charged. */
export const Status = z
  .enum(['starting', 'processing', 'succeeded', 'failed', 'canceled', 'aborted', 'unknown'])
  .catch('unknown')

export const Prediction = z.object({
  // The id becomes part of URLs.
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

/** A page of up to 100 predictions, the newest first; `next` is the address of the following page. */
export const PredictionPage = z.object({
  next: z.string().nullish(),
  // Rows that do not parse are not Evencast's predictions.
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

/** The body of an error response. `retry_after` is in seconds. */
export const Problem = z.object({
  title: z.string().catch(''),
  detail: z.string().catch(''),
  retry_after: z.number().nullish().catch(null),
  invalid_fields: z.array(z.object({ field: z.string().catch(''), description: z.string().catch('') })).catch([]),
})
export type Problem = z.infer<typeof Problem>
