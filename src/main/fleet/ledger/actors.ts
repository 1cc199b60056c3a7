import { z } from 'zod'
import { FleetActorState } from '../../contract/fleet.ts'
import { EvencastError } from '../../domain/error.ts'
import type { Owned } from './calls.ts'
import type { Sql } from './connect.ts'

export const ACTOR_STATES = FleetActorState.options
export type ActorState = FleetActorState

/** The changes that publishing makes in the store, recorded before the first file is uploaded. */
export const Publishing = z.object({
  manifest: z.string(),
  added: z.array(z.object({ filename: z.string(), sha256: z.string() })),
  removed: z.array(z.string()),
})
export type Publishing = z.infer<typeof Publishing>

/** The manifest on which a plan's run began; null when there was none. */
export const Begun = z.object({ manifest: z.object({ etag: z.string(), text: z.string() }).nullable() })
export type Begun = z.infer<typeof Begun>

const Taken = z.object({
  state: z.enum(ACTOR_STATES),
  fence: z.number(),
  plan: z.string().nullable(),
  publishing: Publishing.nullable(),
  begun: Begun.nullable(),
  approve: z.boolean(),
  cancelled: z.boolean(),
})

export interface TakenActor extends Owned {
  readonly state: ActorState
  /** The reviewed plan; null before there is one. */
  readonly plan: string | null
  readonly publishing: Publishing | null
  /** State on which an earlier owner began. The plan runs on that, and changes that others made meanwhile are merged at the end. */
  readonly begun: Begun | null
  /** True when plans of this run need no approval. */
  readonly approved: boolean
  /** True when the run was cancelled during publishing, which is then finished or reverted, and nothing else. */
  readonly cancelled: boolean
}

/** Reads and writes the owners of actors. Every write names the worker's fence, and is refused once there is a higher one. */
export function actorsOf(db: Sql) {
  async function write({ runId, actorId, fence }: Owned, set: string, values: readonly unknown[] = []) {
    const changed = await db.run(
      `UPDATE fleet_actors SET changed_at = now(), ${set} WHERE run_id = $1 AND actor_id = $2 AND fence = $3`,
      [runId, actorId, fence, ...values],
    )
    if (changed === 0) throw new EvencastError('CONFLICT', `Another worker has taken ${actorId} over.`)
  }
  return {
    /** Returns true when an owner began the actor and did not finish it. */
    isBegun: async ({ runId, actorId }: Omit<Owned, 'fence'>): Promise<boolean> =>
      (await db.run('SELECT 1 FROM fleet_actors WHERE run_id = $1 AND actor_id = $2 AND owner IS NOT NULL', [
        runId,
        actorId,
      ])) > 0,
    /** Makes the worker the actor's only owner; null when nothing is left to do. */
    async take(runId: number, actorId: string, workerId: string): Promise<TakenActor | null> {
      const [row] = await db.rows(
        Taken,
        `UPDATE fleet_actors a SET fence = fence + 1, owner = $3, taken_at = now(), changed_at = now() FROM fleet_runs r
         WHERE r.run_id = a.run_id AND a.run_id = $1 AND actor_id = $2 AND a.state IN ('waiting', 'approved', 'publishing')
           AND (r.state = 'running' OR a.state = 'publishing')
         RETURNING a.state, fence, plan, publishing, begun, approve, r.state = 'cancelled' AS cancelled`,
        [runId, actorId, workerId],
      )
      if (!row) return null
      const { approve: approved, ...taken } = row
      return { runId, actorId, approved, ...taken }
    },
    /** Throws CONFLICT for a worker that no longer owns the actor. */
    assertOwner: (owned: Owned) => write(owned, 'owner = owner'),
    checkedOut: (owned: Owned, etag: string | null) => write(owned, 'manifest_etag = $4', [etag]),
    /** Stores a plan. An actor that waits for approval has no owner. */
    planned(
      owned: Owned,
      state: 'planned' | 'approved' | 'done',
      plan: {
        readonly fingerprint: string
        readonly text: string
        readonly deletions: number
        readonly generations: number
        readonly estimated: number
      },
    ) {
      const { fingerprint, text, deletions, generations, estimated } = plan
      return write(
        owned,
        `state = $4, plan_fingerprint = $5, plan = $6, deletions = $7, generations = $8, estimated = $9, note = NULL,
         owner = CASE $4 WHEN 'planned' THEN NULL ELSE owner END`,
        [state, fingerprint, text, deletions, generations, estimated],
      )
    },
    begun: (owned: Owned, begun: Begun) => write(owned, 'begun = $4', [JSON.stringify(begun)]),
    publishing: (owned: Owned, publishing: Publishing | null) =>
      write(owned, `publishing = $4, state = CASE WHEN $4::jsonb IS NULL THEN 'approved' ELSE 'publishing' END`, [
        publishing && JSON.stringify(publishing),
      ]),
    ended: (owned: Owned, state: ActorState, note: string | null, result: object | null = null) =>
      write(
        owned,
        'state = $4, note = $5, result = coalesce($6::jsonb, result), publishing = NULL, begun = NULL, owner = NULL',
        [state, note, result && JSON.stringify(result)],
      ),
  }
}
