import type { Assessment, Issue } from '../domain/assessment.ts'
import { type Crop, cropOf } from '../domain/crop.ts'
import { ISSUE_KEYS, ISSUES, type IssueKey } from '../domain/issue-kinds.ts'
import type { ActorImage } from '../domain/image.ts'
import type { ImageRow } from './images.ts'
import { decode } from './json.ts'

/** Measures of the content that a summary shows. */
export interface ContentColumns {
  readonly width: number | null
  readonly height: number | null
  readonly colours: string | null
  readonly hashes: string | null
  readonly madeWith: string | null
}

/** Everything from which a summary is derived. */
export interface Source {
  readonly row: ImageRow
  readonly image: ActorImage
  readonly entry: ImageRow['entry']
  readonly assessment: Assessment | null
  readonly issues: readonly Issue[]
  readonly content: ContentColumns | undefined
}

type Stored = string | number | null

/** One field of a summary: its column in `cards`, the value written to it, and how it is read. */
interface Field<T> {
  readonly column: string
  readonly write: (source: Source) => Stored
  readonly read: (stored: Stored) => T
}

/** Field that SQLite returns exactly as `write` gave it. */
const plain = <T extends Stored>(column: string, write: (source: Source) => T): Field<T> => ({
  column,
  write,
  read: (stored) => stored as T,
})

const flag = (column: string, write: (source: Source) => boolean): Field<boolean> => ({
  column,
  write: (source) => (write(source) ? 1 : 0),
  read: (stored) => stored === 1,
})

/** Field stored as JSON; null stands for `none`, which most images have. */
const json = <T>(column: string, none: T, write: (source: Source) => T | null): Field<T> => ({
  column,
  write(source) {
    const value = write(source)
    return value === null ? null : JSON.stringify(value)
  },
  read: (stored) => (stored === null ? none : decode<T>(String(stored))),
})

const unlessEmpty = <T>(list: readonly T[]): readonly T[] | null => (list.length === 0 ? null : list)

/**
 * Fields that the gallery, a search or the page of all actors shows of one image, with their columns in the catalog. The summary's type,
 * its columns, and what is read and written follow from this table; so do the views for windows, where a field has the same name in
 * `ImageView`.
 */
export const IMAGE_FIELDS = {
  id: plain('image_id', ({ row }) => row.id),
  actorId: plain('actor_id', ({ row }) => row.actorId),
  filename: plain('filename', ({ row }) => row.filename),
  bytes: plain('bytes', ({ row }) => row.bytes),
  mtimeNs: plain('mtime_ns', ({ row }) => row.mtimeNs),
  sha256: plain('sha256', ({ row }) => row.sha256),
  width: plain('width', ({ content }) => content?.width ?? null),
  height: plain('height', ({ content }) => content?.height ?? null),
  /** Colours to draw until its thumbnail is there; null for content that was measured before this field existed. */
  colours: plain('colours', ({ content }) => content?.colours ?? null),
  /** The difference hash and the DCT hash, 16 hex digits each. */
  hashes: plain('hashes', ({ content }) => content?.hashes ?? null),
  lane: plain('lane', ({ image }) => image.lane),
  style: plain('style', ({ image }) => image.style),
  decidedBy: plain('decided_by', ({ image }) => image.decidedBy),
  unsure: flag('unsure', ({ image }) => image.unsure),
  confidence: plain('confidence', ({ assessment }) => assessment?.guess?.confidence ?? null),
  verdict: plain('verdict', ({ image }) => image.verdict),
  issues: json<readonly Issue[]>('issues', [], ({ issues }) => unlessEmpty(issues)),
  /** Issues that should have been measured and were not. */
  unmeasured: {
    column: 'unmeasured_bits',
    write: ({ assessment }) => issueBits(assessment?.unmeasured ?? []),
    read: (stored) => issuesIn(Number(stored)),
  } satisfies Field<readonly IssueKey[]>,
  /** Group of similar images within the Unsorted lane. */
  group: plain('lookalike', ({ assessment }) => assessment?.group ?? null),
  quality: plain('quality', ({ assessment }) => assessment?.quality ?? null),
  evaluator: plain('evaluator', ({ assessment }) => assessment?.evaluator ?? null),
  generated: flag('generated', ({ entry }) => entry.source === 'generated'),
  createdAt: plain('created_at', ({ entry }) => entry.created_at ?? null),
  /** Creation time from the manifest, else the file's modification time. */
  dateMs: plain('date_ms', ({ row, entry }) => {
    const madeMs = entry.created_at === undefined ? Number.NaN : Date.parse(entry.created_at)
    return Number.isFinite(madeMs) ? madeMs : Math.floor(Number(row.mtimeNs) / 1e6)
  }),
  promptId: plain('prompt_id', ({ entry }) => entry.prompt_id ?? null),
  /** The generator that its manifest names. */
  model: plain('model', ({ entry }) => entry.model ?? null),
  /** The camera, program or generator that its file names: see `kit/picture/made-with.ts`. */
  madeWith: plain('made_with', ({ content }) => content?.madeWith ?? null),
  /** File name of the picture from which it was derived on this machine. */
  derivedFrom: plain('derived_from', ({ entry }) => entry.derived_from ?? null),
  /** True when its manifest names a place in a store. */
  uploaded: flag('uploaded', ({ entry }) => entry.s3_url !== undefined),
  /** True when a person flagged it. */
  flagged: flag('flagged', ({ entry }) => entry.flagged === true),
  /** Part of its group after each time that a person split the group, such as "ab"; null when nobody did. */
  groupPart: plain('group_part', ({ entry }) => entry.group_part ?? null),
  /** True when a person guaranteed its place. */
  kept: flag('kept', ({ image }) => image.kept),
  /** Names of the captions, masks and caches that belong to it. */
  sidecars: json<readonly string[]>('sidecars', [], ({ row }) => unlessEmpty(row.sidecars)),
  /** Why it was not measured although it may be intact; null when it was, or is damaged. */
  notJudged: plain('not_judged', ({ assessment, issues }) =>
    assessment && !assessment.guess && issues.length === 0 ? (assessment.reason ?? null) : null,
  ),
  /** A person's crop; null when the whole image is shown. */
  crop: json<Crop | null>('crop', null, ({ entry }) => cropOf(entry)),
  /** Cosine similarity of its faces to those of the base images; null where either shows none. */
  face: plain('face', ({ assessment }) => assessment?.face ?? null),
  /** Number of the person it shows among its actor's persons: 1 has the most images. */
  person: plain('person', ({ assessment }) => assessment?.person ?? null),
}

/** Encodes issues as bits of one number, so that `issue_bits & ?` finds them among 200,000 images. */
export function issueBits(keys: Iterable<IssueKey>): number {
  let bits = 0
  for (const key of keys) bits |= 1 << ISSUES[key].bit
  return bits
}

function issuesIn(bits: number): IssueKey[] {
  return bits === 0 ? [] : ISSUE_KEYS.filter((key) => (bits & (1 << ISSUES[key].bit)) !== 0)
}
