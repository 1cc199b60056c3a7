import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { STYLES } from '../../src/main/domain/style.ts'

/** Predictions by models that were not trained on an image's source, written by `npm run train:style` for tests and simulations. */
export const LEFT_OUT = join(import.meta.dirname, '../../test/unit/evaluation/left-out.json')

const Rows = z.array(
  z.object({
    source: z.string(),
    style: z.enum(STYLES),
    monochrome: z.boolean(),
    drawn: z.number(),
    /** The prediction for an image of a newer source by a model trained only on the older ones. */
    byOlder: z.number().optional(),
    signature: z.array(z.number()),
  }),
)

export const readLeftOut = () => Rows.parse(JSON.parse(readFileSync(LEFT_OUT, 'utf8')))
