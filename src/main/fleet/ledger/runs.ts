import { z } from 'zod'
import type { RunView } from '../../contract/views.ts'
import { EvencastError } from '../../domain/error.ts'
import { MICRO_USD } from './calls.ts'
import type { Sql } from './connect.ts'

/** Channel that is notified when the state of an actor, a run or the fleet changes. */
export const CHANGES = 'fleet_changed'

const Row = z.object({
  run_id: z.number(),
  cancelled: z.boolean(),
  paused: z.boolean(),
  generator: z.string(),
  started_at: z.date(),
  changed_at: z.date(),
  now: z.date(),
  actors: z.array(z.string()),
  states: z.record(z.string(), z.number()),
  deletions: z.number(),
  generations: z.number(),
  deleted: z.number(),
  generated: z.number(),
  made: z.number(),
  cost: z.number(),
  estimated: z.number(),
  failures: z.array(z.object({ actorId: z.string(), error: z.string() })),
})

// An actor that was finished for a dead worker has no result; its plan was completed, so the planned numbers count.
const runsOf = (actors: string): string => `
  WITH actors AS (${actors}), states AS (SELECT run_id, jsonb_object_agg(state, n) AS states FROM
      (SELECT run_id, state, count(*) AS n FROM actors GROUP BY run_id, state) s GROUP BY run_id),
    calls AS (SELECT run_id, coalesce(sum(CASE c.state WHEN 'created' THEN price ELSE cost END), 0)::bigint AS cost,
      count(*) FILTER (WHERE c.state = 'done' AND a.state IN ('approved', 'publishing', 'stopped')) AS made
      FROM fleet_calls c JOIN actors a USING (run_id, actor_id) GROUP BY run_id)
  SELECT r.run_id, r.state = 'cancelled' AS cancelled, paused, settings->>'generator' AS generator, r.started_at, now() AS now,
    max(changed_at) AS changed_at, array_agg(a.actor_id ORDER BY a.actor_id) AS actors, states,
    coalesce(cost, 0) AS cost, coalesce(made, 0) AS made, sum(estimated)::bigint AS estimated,
    sum(deletions) AS deletions, sum(generations) AS generations,
    sum(coalesce((result->>'deleted')::int, CASE a.state WHEN 'done' THEN deletions ELSE 0 END)) AS deleted,
    sum(coalesce((result->>'generated')::int, CASE a.state WHEN 'done' THEN generations ELSE 0 END)) AS generated,
    coalesce(jsonb_agg(jsonb_build_object('actorId', a.actor_id, 'error', note)) FILTER (WHERE a.state = 'failed'), '[]') AS failures
  FROM fleet, fleet_budget, fleet_runs r JOIN actors a USING (run_id) JOIN states USING (run_id) LEFT JOIN calls USING (run_id)
  GROUP BY r.run_id, paused, settings, states, cost, made ORDER BY r.run_id DESC`

const ALL = runsOf('SELECT * FROM fleet_actors')
/** Leaves out planning, and plans that wait for approval or were never approved. */
const CARRIED_OUT = runsOf(`SELECT a.* FROM fleet_actors a JOIN fleet_runs r USING (run_id) WHERE r.approve
  OR (a.state IN ('approved', 'publishing', 'stopped', 'done', 'failed') AND deletions + generations > 0)
  OR (a.state = 'cancelled' AND EXISTS (SELECT 1 FROM fleet_calls c WHERE c.run_id = a.run_id AND c.actor_id = a.actor_id))`)

const ACTIVE = ['waiting', 'approved', 'publishing']
const OPEN = [...ACTIVE, 'planned', 'stopped']

const runIdOf = (id: number): string => `fleet-${id}`

/** Throws NOT_FOUND when the id does not name a run of a fleet. */
export function idOf(runId: string): number {
  const id = Number(/^fleet-(\d+)$/.exec(runId)?.[1])
  if (Number.isSafeInteger(id)) return id
  throw new EvencastError('NOT_FOUND', `There is no run “${runId}” in this fleet.`)
}

/** Returns the runs of a fleet in the form of runs on one machine, newest first. `what`: with their planning, or only approved ones. */
export const readRuns = async (sql: Sql, what: 'all' | 'carried out'): Promise<readonly RunView[]> =>
  (await sql.rows(Row, what === 'all' ? ALL : CARRIED_OUT)).map(viewOf)

function viewOf(row: z.infer<typeof Row>): RunView {
  const state = stateOf(row)
  const isOver = state === 'done' || state === 'failed'
  const generated = row.generated + row.made
  const until = isOver ? row.changed_at : row.now
  const counts = Object.entries(row.states).map(([name, n]) => `${n} ${name}`)
  return {
    runId: runIdOf(row.run_id),
    state,
    startedAt: row.started_at.toISOString(),
    endedAt: isOver ? row.changed_at.toISOString() : null,
    actors: row.actors,
    generator: row.generator,
    done: row.deleted + generated,
    total: Math.max(row.deletions + row.generations, row.deleted + generated),
    phase: row.paused && !isOver ? 'Paused' : counts.join(', '),
    etaSeconds: null,
    costUsd: row.cost / MICRO_USD,
    checksUsd: 0,
    estimatedUsd: row.estimated / MICRO_USD,
    seconds: Math.max(0, until.getTime() - row.started_at.getTime()) / 1000,
    reached: null,
    deleted: row.deleted,
    generated,
    failures: row.failures.map((failure) => ({ ...failure, step: 'actor' })),
    undoable: false,
    fleet: true,
  }
}

/** Returns the state of a run. One whose plans wait for approval or money counts as interrupted. */
function stateOf({ states, cancelled, paused }: z.infer<typeof Row>): RunView['state'] {
  const some = (names: readonly string[]) => names.some((name) => (states[name] ?? 0) > 0)
  if (cancelled) return some(['publishing']) ? 'cancelling' : 'failed'
  if (!some(OPEN)) return some(['failed', 'cancelled']) ? 'failed' : 'done'
  return paused || !some(ACTIVE) ? 'interrupted' : 'running'
}
