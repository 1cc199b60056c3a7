import { z } from 'zod'
import { type FindingKey, SEVERITIES } from '../../domain/opinion.ts'
import { SHOT } from '../../domain/shot.ts'
import { STYLES } from '../../domain/style.ts'

/** How an image is sent: on a sheet of many small pictures, or large. */
export type Seen = 'sheet' | 'close'

/** Findings that each way can detect. A sheet is too small for eyes, hands and symmetry. */
export const ASKED: Readonly<Record<Seen, readonly FindingKey[]>> = {
  sheet: ['identity_mismatch', 'text'],
  close: ['symmetry', 'camera_gaze', 'distortion', 'identity_mismatch', 'text'],
}

const severity = z.enum([...SEVERITIES, 'unclear'])

/** Schema of one tile's answer: every key is required, because strict schemas demand it. */
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

/** Returns the JSON schema of an answer, limited to what strict structured outputs and llama.cpp's grammars support. */
export function answerSchema(seen: Seen): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(z.strictObject({ tiles: z.array(tile(seen)) }), {
    target: 'draft-7',
    // Whole numbers need no bounds, and not every server supports them.
    override: ({ jsonSchema }) => {
      delete jsonSchema.minimum
      delete jsonSchema.maximum
    },
  })
  return schema
}
