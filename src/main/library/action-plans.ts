import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { EarlierSummary } from '../domain/plan-summary.ts'
import { EvencastError } from '../domain/error.ts'
import { foldedName } from '../domain/naming.ts'
import type { Plan } from '../domain/plan.ts'
import type { Progress } from '../domain/progress.ts'
import { StoredDeletion, StoredGeneration } from '../domain/stored-step.ts'
import { STYLES } from '../domain/style.ts'
import { WAYS } from '../domain/ways-out.ts'
import { inGroups } from '../kit/in-groups.ts'
import { syncDir } from './durable.ts'
import { type FileToReplace, type ReplaceFault, replaceFiles } from './replace-files.ts'
import { isAbsent, jsonText, parseJson, readJsonIfThere } from './json-file.ts'
import { assertInside, assertPlainName } from './path-in.ts'
import { assertPresent, isMissing, unavailable } from './presence.ts'
import { checksumOf, sealedText } from './sealed-plan.ts'

const SUFFIX = '_action_plan.json'
const count = z.number().int().min(0)
const perStyle = z.object({ photorealistic: count, bw_stylized: count, color_stylized: count })
const usd = z.number().min(0)
const prices = z.object({ photorealistic: usd, bw_stylized: usd, color_stylized: usd })
const NONE = { photorealistic: 0, bw_stylized: 0, color_stylized: 0 }
const current = perStyle.extend({
  unclassified: count.default(0),
  unsure: perStyle.default(NONE),
  images: count.default(0),
})
const style = z.enum(STYLES)
/** More steps than any set needs; a plan with more is not meant seriously. */
const MOST_STEPS = 100_000
const shortfalls = z.array(z.object({ type: style, missing: count, why: z.string() }))

/**
 * A plan as read from its file. Keys that people leave out when they edit it by hand get defaults, except where that would change its
 * meaning.
 */
const PlanFile = z.looseObject({
  version: z.literal(1),
  actor_id: z.string(),
  created_at: z.string(),
  evaluator: z.string().default(''),
  generator: z.string().default(''),
  model: z.string().default(''),
  price_usd: prices.default(NONE),
  fingerprint: z.string(),
  target: perStyle,
  current,
  deletions: z.array(StoredDeletion).max(MOST_STEPS),
  generations: z.array(StoredGeneration).max(MOST_STEPS),
  kept: z.array(StoredDeletion).default([]),
  shortfalls: shortfalls.default([]),
  warnings: z.array(z.string()).default([]),
  question: z.string().optional(),
  estimated_cost_usd: usd.default(0),
  evaluation_cost_usd: usd.optional(),
  run_id: z.string().optional(),
})

/** `edited` is true when the file was changed after it was written. */
const SealedPlan = z.record(z.string(), z.unknown()).transform((raw, context) => {
  const parsed = PlanFile.safeParse(raw)
  if (parsed.success) {
    const { checksum: _, ...plan } = parsed.data
    return { plan, edited: raw['checksum'] !== checksumOf(raw) }
  }
  for (const { path, message } of parsed.error.issues) context.addIssue({ code: 'custom', path, message })
  return z.NEVER
})

export interface PlanOnDisk {
  readonly plan: Plan
  readonly edited: boolean
}

/** Returns the text of a plan's file. */
export const planText = (plan: Plan): string => sealedText(JSON.stringify(plan))

/**
 * Parses the text of a plan's file. `name` is its source, for the message. Throws BAD_INPUT, naming the field, when the plan is invalid.
 */
export const parsePlan = (text: string, name: string): PlanOnDisk => parseJson(text, SealedPlan, name)

const ProgressFile = z.object({
  command: z.string(),
  total: count,
  completed: z.array(z.string()),
  failed: z.array(z.object({ actor_id: z.string(), error: z.string() })),
  percent: z.number(),
  updated_at: z.string(),
})

const planned = z.object({
  actor_id: z.string(),
  current,
  target: perStyle,
  deletions: count,
  generations: count,
  kept: count.default(0),
  shortfalls,
  ways_out: z.array(z.object({ way: z.enum(WAYS), text: z.string() })).default([]),
  warnings: z.array(z.string()),
  variety: z.string().default(''),
  estimated_cost_usd: z.number(),
})

const SummaryFile = z.object({ actors: z.array(planned), failed: ProgressFile.shape.failed })

export interface ActionPlans {
  /** Reads an actor's plan; null when there is none. Throws BAD_INPUT, naming file and field, when it is invalid. */
  read(actorId: string): Promise<PlanOnDisk | null>
  write(plan: Plan): Promise<void>
  delete(actorId: string): Promise<void>
  /** Returns the ids of the actors that have a plan. */
  list(): Promise<readonly string[]>
  /** Reads the summary; null when there is no valid one, because it can be rebuilt from the plans. */
  readSummary(): Promise<EarlierSummary | null>
  writeSummary(summary: object): Promise<void>
  /** Reads the progress; null when there is none. An invalid one only costs a fresh start. */
  readProgress(): Promise<Progress | null>
  writeProgress(progress: Progress): Promise<void>
}

/** `replaceFiles`, in this thread or another. */
export type ReplaceFiles = (files: readonly FileToReplace[]) => Promise<readonly (ReplaceFault | null)[]>

/** Number of files from which another thread writes them; fewer are written here, because it may be busy. */
const WORTH_IT = 4

/** Reads and writes `action_plans/` of a library; every write is atomic. `elsewhere` writes many files at once. */
export function createActionPlans(root: string, elsewhere: ReplaceFiles = replaceFiles): ActionPlans {
  const dir = join(root, 'action_plans')
  const fileOf = (actorId: string): string => {
    assertPlainName(actorId)
    return join(dir, `${actorId}${SUFFIX}`)
  }
  /** Groups writes that arrive meanwhile: the folder is checked and synced once for all of them. */
  const save = inGroups(async (files: readonly FileToReplace[]) => {
    await assertPresent(root)
    await assertInside(root, dir)
    await mkdir(dir, { recursive: true })
    // When a file occurs twice, the later text counts.
    const last = [...new Map(files.map((each) => [each.file, each])).values()]
    // Safe to repeat, so a thread that dies costs time but no plans.
    const faults = await (last.length < WORTH_IT ? replaceFiles(last) : elsewhere(last).catch(() => replaceFiles(last)))
    const failed = new Map(last.map(({ file }, i) => [file, faults[i] ?? null]))
    await syncDir(dir)
    return files.map(({ file }): PromiseSettledResult<void> => {
      const fault = failed.get(file) ?? null
      return fault === null
        ? { status: 'fulfilled', value: undefined }
        : { status: 'rejected', reason: Object.assign(new Error(fault.message), { code: fault.code, path: file }) }
    })
  })
  const write = (file: string, value: unknown): Promise<void> => save({ file, text: jsonText(value) })
  return {
    async read(actorId) {
      await assertInside(root, dir)
      const file = fileOf(actorId)
      const found = await readJsonIfThere(file, SealedPlan)
      if (found === null || found.plan.actor_id === actorId) return found
      // The plan belongs to a folder whose name was spelled differently, on a disk that treats both names as one.
      if (foldedName(found.plan.actor_id) === foldedName(actorId)) return null
      throw new EvencastError(
        'BAD_INPUT',
        `${file} is a plan of ${JSON.stringify(found.plan.actor_id)}. Correct its actor_id, or move the file away.`,
      )
    },
    // The thread that writes it formats it and adds its checksum.
    write: async (plan) => save({ file: fileOf(plan.actor_id), text: JSON.stringify(plan), isPlan: true }),
    async delete(actorId) {
      await assertInside(root, dir)
      await rm(fileOf(actorId), { force: true }).catch((error: unknown) => {
        if (!isAbsent(error)) throw error
      })
    },
    async list() {
      const names = await readdir(dir).catch((error: unknown) => {
        if (isMissing(error)) return []
        throw unavailable(dir, error)
      })
      return names.filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length))
    },
    readSummary: () => readJsonIfThere(join(dir, 'summary.json'), SummaryFile).catch(() => null),
    writeSummary: (summary) => write(join(dir, 'summary.json'), summary),
    readProgress: () => readJsonIfThere(join(dir, 'progress.json'), ProgressFile).catch(() => null),
    writeProgress: (progress) => write(join(dir, 'progress.json'), progress),
  }
}
