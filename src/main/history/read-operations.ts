import { z } from 'zod'
import { readCrop } from '../domain/crop.ts'
import { parseLossless } from '../domain/lossless-json.ts'
import { isPlainName } from '../domain/naming.ts'
import { Sha256, StoredActorId, StoredEntry, StoredFileName, StoredName } from '../domain/stored-image.ts'
import { GROUP_PART } from '../domain/split-group.ts'
import { STYLES } from '../domain/style.ts'
import type { Operation } from './records.ts'

const place = { actorId: StoredActorId, filename: StoredName }
/** An id of the trash; `library`, which uses it as a folder name, checks it again. */
const trashId = z.string().regex(/^[\w-]{1,100}$/)
const Label = z.object({
  type: z.enum(STYLES).nullish(),
  classified_by: z.string().optional(),
  verdict: z.enum(['keep', 'review', 'reject']).optional(),
  kept_by: z.literal('human').optional(),
  flagged: z.boolean().optional(),
  group_part: z.string().regex(GROUP_PART).optional(),
})

/** Any value: it is written back to `actor.json` unchanged, and validated when it is read there. */
const Target = z.record(z.string(), z.unknown())

/** A caption is a short text file next to its image. */
const CaptionFile = z.string().refine((name) => isPlainName(name) && /\.(?:txt|caption|json)$/i.test(name))
const Text = z.string().max(200_000)
const Caption = z.object({
  file: Text.nullable(),
  entry: z.object({
    caption: Text.optional(),
    caption_by: Text.optional(),
    caption_at: Text.optional(),
    caption_of: Text.optional(),
  }),
})

/** Accepts only what `readCrop` accepts. */
const Cut = z.unknown().transform((raw, context) => {
  const crop = readCrop(raw)
  if (crop) return crop
  context.addIssue('It is no crop.')
  return z.NEVER
})

const Operations = z
  .array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('label'), ...place, before: Label, after: Label }),
      z.object({ kind: z.literal('caption'), ...place, file: CaptionFile, before: Caption, after: Caption }),
      z.object({ kind: z.literal('crop'), ...place, before: z.unknown(), after: Cut.nullable() }),
      z.object({ kind: z.literal('trash'), ...place, trashId, entry: StoredEntry }),
      z.object({ kind: z.literal('add'), ...place, trashId, entry: StoredEntry }),
      z.object({
        kind: z.literal('restore'),
        actorId: StoredActorId,
        filename: StoredFileName,
        outId: trashId.nullable(),
        content: z.object({ trashId, sha256: Sha256 }).nullable(),
        before: StoredEntry.nullable(),
        after: StoredEntry.nullable(),
      }),
      z.object({
        kind: z.literal('move'),
        ...place,
        to: z.object(place),
        entry: StoredEntry,
        entryThere: StoredEntry,
      }),
      z.object({
        kind: z.literal('target'),
        actorId: StoredActorId,
        filename: z.literal('actor.json'),
        before: Target.nullable(),
        after: Target.nullable(),
      }),
    ]),
  )
  .min(1)

/** Parses the operations of a row of the history; null when they are invalid, as in a forged row. */
export function readOperations(text: string): readonly Operation[] | null {
  try {
    return Operations.parse(parseLossless(text))
  } catch {
    return null
  }
}
