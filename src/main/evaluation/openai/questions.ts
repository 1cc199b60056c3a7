import { z } from 'zod'
import { type FindingKey, SEVERITIES } from '../../domain/opinion.ts'
import { SHOT } from '../../domain/shot.ts'
import { STYLES } from '../../domain/style.ts'

/** How an image is looked at: among many small pictures, or large. */
export type Seen = 'sheet' | 'close'

/** What each look can answer. A sheet is too small for eyes, hands and symmetry. */
export const ASKED: Readonly<Record<Seen, readonly FindingKey[]>> = {
  sheet: ['identity_mismatch', 'text'],
  close: ['symmetry', 'camera_gaze', 'distortion', 'identity_mismatch', 'text'],
}

const severity = z.enum([...SEVERITIES, 'unclear'])

/** One tile's answer as it is asked for: every key required, as strict schemas want it. */
const tile = (seen: Seen) =>
  z.strictObject({
    tile: z.int(),
    style: z.enum(STYLES),
    confidence: z.number(),
    ...Object.fromEntries(ASKED[seen].map((key) => [key, severity])),
    verdict: z.enum(['keep', 'review', 'reject']),
    reason: z.string(),
    ...(seen === 'sheet' ? { look_closer: z.boolean() } : {}),
    angle: z.enum([...SHOT.angle, 'other']),
    framing: z.enum([...SHOT.framing, 'other']),
    expression: z.enum([...SHOT.expression, 'other']),
    light: z.enum([...SHOT.light, 'other']),
  })

/** The JSON schema of an answer, within what strict structured outputs and llama.cpp's grammars understand. */
export function answerSchema(seen: Seen): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(z.strictObject({ tiles: z.array(tile(seen)) }), {
    target: 'draft-7',
    // Whole numbers need no bounds, and not every server knows them.
    override: ({ jsonSchema }) => {
      delete jsonSchema.minimum
      delete jsonSchema.maximum
    },
  })
  return schema
}
