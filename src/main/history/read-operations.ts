import { z } from 'zod'
import { readCrop } from '../domain/crop.ts'
import { parseLossless } from '../domain/lossless-json.ts'
import { isPlainName } from '../domain/naming.ts'
import { Sha256, StoredActorId, StoredEntry, StoredFileName, StoredName } from '../domain/stored-image.ts'
import { GROUP_PART } from '../domain/split-group.ts'
import { STYLES } from '../domain/style.ts'
import type { Operation } from './records.ts'

const place = { actorId: StoredActorId, filename: StoredName }
/** As the trash has it: `library` says what becomes a folder's name, and looks again. */
const trashId = z.string().regex(/^[\w-]{1,100}$/)
const Label = z.object({
  type: z.enum(STYLES).nullish(),
  classified_by: z.string().optional(),
  verdict: z.enum(['keep', 'review', 'reject']).optional(),
  kept_by: z.literal('human').optional(),
  flagged: z.boolean().optional(),
  group_part: z.string().regex(GROUP_PART).optional(),
})

/** Whatever it says: it is written back into `actor.json` as it was, and read there as a stranger's. */
const Target = z.record(z.string(), z.unknown())

/** A caption is a short text beside its image. */
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

/** As `readCrop` understands it, and nothing else. */
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

/** What a row of the history says of an edit; null when it makes no sense, as one that somebody has forged may not. */
export function readOperations(text: string): readonly Operation[] | null {
  try {
    return Operations.parse(parseLossless(text))
  } catch {
    return null
  }
}
