import { z } from 'zod'
import type { Measured } from '../../domain/measures.ts'
import type { Database } from './connect.ts'

const Stored = z.object({ sha256: z.string(), measured: z.custom<Measured>((value) => value !== null) })

/**
 * Shares measures by content, so that no image is measured twice in the fleet. Rows are written in sorted order, because two workers
 * writing the same rows in different orders would deadlock.
 */
export function sharedMeasures(db: Database) {
  return {
    of: (evaluator: string, sha256s: readonly string[]) =>
      db.rows(Stored, 'SELECT sha256, measured FROM fleet_measures WHERE evaluator = $1 AND sha256 = ANY($2)', [
        evaluator,
        sha256s,
      ]),
    async put(evaluator: string, all: readonly { readonly sha256: string; readonly measured: Measured }[]) {
      if (all.length === 0) return
      await db.run(
        `INSERT INTO fleet_measures SELECT m->>'sha256', $1, m->'measured' FROM jsonb_array_elements($2::jsonb) m
         ORDER BY m->>'sha256' ON CONFLICT DO NOTHING`,
        [evaluator, JSON.stringify(all)],
      )
    },
  }
}

const Seen = z.object({
  sha256: z.string(),
  model: z.string(),
  vectors: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
})
export type Seen = z.infer<typeof Seen>

/** Shares the vectors of pretrained networks by content and network, so that none is calculated twice. */
export function sharedVectors(db: Database) {
  return {
    of: (models: readonly string[], sha256s: readonly string[]) =>
      db.rows(Seen, 'SELECT sha256, model, vectors FROM fleet_vectors WHERE model = ANY($1) AND sha256 = ANY($2)', [
        models,
        sha256s,
      ]),
    async put(all: readonly Seen[]) {
      if (all.length === 0) return
      await db.run(
        `INSERT INTO fleet_vectors (sha256, model, vectors) SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[])
         ORDER BY 1, 2 ON CONFLICT DO NOTHING`,
        [
          all.map(({ sha256 }) => sha256),
          all.map(({ model }) => model),
          all.map(({ vectors }) => Buffer.from(vectors)),
        ],
      )
    },
  }
}
