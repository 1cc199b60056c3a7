import { expect, test } from 'vitest'
import { fuzz } from '../fuzz/run.ts'

/** Number of corrupted documents per parser, a fraction of what `npm run fuzz` tries. */
const ROUNDS = Number(process.env['EVENCAST_FUZZ_ROUNDS'] ?? 300)

test(
  'no parser of what a stranger may have written is brought down by spoilt documents, or lets a path through',
  { timeout: Math.max(30_000, ROUNDS * 100) },
  async () => {
    for (const { name, wrong } of await fuzz(1, ROUNDS)) expect({ name, wrong }).toEqual({ name, wrong: [] })
  },
)
