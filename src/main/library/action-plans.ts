import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { EarlierSummary } from '../domain/plan-summary.ts'
import type { Plan } from '../domain/plan.ts'
import type { Progress } from '../domain/progress.ts'
import { StoredDeletion, StoredGeneration } from '../domain/stored-step.ts'
import { STYLES } from '../domain/style.ts'
import { readJsonIfThere, writeJsonAtomic } from './json-file.ts'
import { assertInside, assertPlainName } from './path-in.ts'
import { assertPresent, isMissing, unavailable } from './presence.ts'

const SUFFIX = '_action_plan.json'
const count = z.number().int().min(0)
const perStyle = z.object({ photorealistic: count, bw_stylized: count, color_stylized: count })

/** A plan as read back: what people leave out when they edit one by hand is filled in; what would change its meaning is not. */
const PlanFile = z.looseObject({
  version: z.literal(1),
  actor_id: z.string(),
  created_at: z.string(),
  evaluator: z.string().default(''),
  generator: z.string().default(''),
  fingerprint: z.string(),
  target: perStyle,
  current: perStyle.extend({ unclassified: count.default(0) }),
  deletions: z.array(StoredDeletion),
  generations: z.array(StoredGeneration),
  shortfalls: z.array(z.object({ type: z.enum(STYLES), missing: count, why: z.string() })).default([]),
  warnings: z.array(z.string()).default([]),
  estimated_cost_usd: z.number().min(0).default(0),
  evaluation_cost_usd: z.number().min(0).optional(),
})

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
  current: perStyle.extend({ unclassified: count }),
  target: perStyle,
  deletions: count,
  generations: count,
  shortfalls: z.array(z.object({ type: z.enum(STYLES), missing: count, why: z.string() })),
  warnings: z.array(z.string()),
  estimated_cost_usd: z.number(),
})

const SummaryFile = z.object({ actors: z.array(planned), failed: ProgressFile.shape.failed })

export interface ActionPlans {
  /** Null when there is none. Throws BAD_INPUT, naming file and field, when it cannot be understood. */
  read(actorId: string): Promise<Plan | null>
  write(plan: Plan): Promise<void>
  delete(actorId: string): Promise<void>
  /** Ids of the actors that have a plan. */
  list(): Promise<readonly string[]>
  /** Null when there is none that can be understood: it is made of the plans, and will be again. */
  readSummary(): Promise<EarlierSummary | null>
  writeSummary(summary: object): Promise<void>
  /** Null when there is none; one that cannot be understood only costs a fresh start. */
  readProgress(): Promise<Progress | null>
  writeProgress(progress: Progress): Promise<void>
}

/** `action_plans/` of a library; every write is atomic. */
export function createActionPlans(root: string): ActionPlans {
  const dir = join(root, 'action_plans')
  const fileOf = (actorId: string): string => {
    assertPlainName(actorId)
    return join(dir, `${actorId}${SUFFIX}`)
  }
  async function write(file: string, value: unknown): Promise<void> {
    await assertPresent(root)
    await assertInside(root, dir)
    await mkdir(dir, { recursive: true })
    await writeJsonAtomic(file, value)
  }
  return {
    async read(actorId) {
      await assertInside(root, dir)
      return readJsonIfThere(fileOf(actorId), PlanFile)
    },
    write: async (plan) => write(fileOf(plan.actor_id), plan),
    async delete(actorId) {
      await assertInside(root, dir)
      await rm(fileOf(actorId), { force: true })
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
