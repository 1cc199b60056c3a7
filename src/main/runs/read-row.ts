import { z } from 'zod'
import { EvencastError } from '../domain/error.ts'
import { parseLossless } from '../domain/lossless-json.ts'
import { NEEDS, type RunReached } from '../domain/reached.ts'
import { WAYS } from '../domain/ways-out.ts'
import { StoredActorId, StoredEntry, StoredName } from '../domain/stored-image.ts'
import { StoredDeletion, StoredGeneration } from '../domain/stored-step.ts'
import type { RunOptions, Step } from './records.ts'

const usd = z.number().min(0).max(1e6)
const count = z.number().int().min(0)

const Made = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: count,
  width: count,
  height: count,
  model: z.string(),
  predictionId: z.string().optional(),
  derivedFrom: StoredName.optional(),
  seed: z.number(),
  costUsd: usd,
  createdAt: z.string(),
})

const base = {
  runId: z.string().regex(/^[\w-]{1,90}$/),
  n: count,
  actorId: StoredActorId,
  stepId: z.string(),
  state: z.enum(['pending', 'intended', 'done', 'failed', 'skipped']),
  error: z.string().nullable(),
  undone: z.boolean(),
}

const StoredStep = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('delete'),
    payload: StoredDeletion,
    filename: StoredName,
    label: z.string().nullable(),
    entry: StoredEntry.nullable(),
  }),
  z.object({
    ...base,
    kind: z.literal('generate'),
    payload: StoredGeneration,
    filename: StoredName.nullable(),
    externalId: z.string().min(1).max(200).nullable(),
    askedAt: z.string().nullable(),
    mayRepeat: z.boolean(),
    attempts: count,
    allowed: count,
    committedUsd: usd,
    made: Made.nullable(),
  }),
])

const Maker = z.object({
  name: z.string(),
  model: z.string(),
  pricesUsd: z.object({ photorealistic: usd, bw_stylized: usd, color_stylized: usd }),
})

const Options = z.object({
  concurrency: z.number().int().min(1).max(64),
  maxCostUsd: z.number().min(0).nullable(),
  deleteOnly: z.boolean(),
  generateOnly: z.boolean(),
  findOnly: z.boolean().optional(),
  evaluator: z.string().optional(),
  checksUsd: usd.optional(),
  idle: z.array(StoredActorId).optional(),
  unplanned: z.array(StoredActorId).optional(),
})

const Reached = z.object({
  balanced: count,
  of: count,
  needs: z.array(z.object({ need: z.enum(NEEDS), actors: count })),
  text: z.string(),
  waysOut: z.array(z.object({ way: z.enum(WAYS), text: z.string() })),
})

/** Parses a JSON column; undefined, which no schema accepts, when it is not JSON. */
export function json(text: string | null): unknown {
  try {
    return text === null ? null : parseLossless(text)
  } catch {
    return undefined
  }
}

/** Returns a step from its row. Throws CONFLICT for an invalid one, which may be forged: nothing of its run is executed then. */
export function readStep(
  row: { readonly runId: unknown; readonly n: unknown } & Readonly<Record<string, unknown>>,
): Step {
  const parsed = StoredStep.safeParse(row)
  if (parsed.success) return parsed.data
  const where = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new EvencastError(
    'CONFLICT',
    `Step ${String(row.n)} of run ${String(row.runId)} is damaged (${where}), so this run can neither continue nor be undone.`,
  )
}

/** Returns null when it is missing or invalid: the current settings apply then. */
export const readMaker = (text: string | null) => Maker.nullable().safeParse(json(text)).data ?? null

/** Returns null when it is missing or invalid. */
export const readReached = (text: string | null): RunReached | null =>
  Reached.nullable().safeParse(json(text)).data ?? null

/** Options of a run whose own options are invalid: it may spend nothing. */
const NOTHING: RunOptions = { concurrency: 1, maxCostUsd: 0, deleteOnly: false, generateOnly: false }

export const readOptions = (text: string): RunOptions => Options.safeParse(json(text)).data ?? NOTHING
