import { type Crop, cropOf } from '../domain/crop.ts'
import type { Issue, Verdict } from '../domain/assessment.ts'
import { ISSUE_KEYS, ISSUES, type IssueKey } from '../domain/issue-kinds.ts'
import { type DecidedBy, type Lane, settle } from '../domain/image.ts'
import { indexKey } from '../domain/naming.ts'
import type { Style } from '../domain/style.ts'
import type { ImageRow } from './images.ts'
import { decode } from './json.ts'

/** What a gallery, a search or a fleet view shows of one image. */
export interface ImageSummary {
  readonly id: number
  readonly revision: number
  readonly actorId: string
  readonly filename: string
  readonly bytes: number
  readonly mtimeNs: string
  readonly sha256: string | null
  readonly width: number | null
  readonly height: number | null
  /** What to draw until its thumbnail is there; null for content that was measured before there were any. */
  readonly colours: string | null
  readonly lane: Lane
  readonly style: Style | null
  readonly decidedBy: DecidedBy | null
  readonly unsure: boolean
  readonly confidence: number | null
  readonly verdict: Verdict | null
  readonly issues: readonly Issue[]
  /** What was to be looked for and was not. */
  readonly unmeasured: readonly IssueKey[]
  readonly lookalike: string | null
  readonly quality: number | null
  readonly evaluator: string | null
  readonly generated: boolean
  readonly createdAt: string | null
  /** When it was made as far as the manifest tells, else when the file was written. */
  readonly dateMs: number
  /** As it was read last; null: it has none. */
  readonly caption: string | null
  readonly prompt: string | null
  readonly promptId: string | null
  /** Whether its manifest names a place in a store. */
  readonly uploaded: boolean
  /** A person marked it. */
  readonly flagged: boolean
  /** A person promised it its place. */
  readonly kept: boolean
  /** The difference hash and the DCT hash, 16 hex digits each. */
  readonly hashes: string | null
  /** Names of the captions, masks and caches that belong to it. */
  readonly sidecars: readonly string[]
  /** Why nothing was measured of it though it may be sound; null: it was, or it is damaged. */
  readonly notJudged: string | null
  /** What a person cut out of it; null: it is shown whole. */
  readonly crop: Crop | null
}

/** A row of `cards` as SQLite gives it. */
export interface ImageColumns {
  image_id: number
  revision: number
  actor_id: string
  filename: string
  bytes: number
  mtime_ns: string
  sha256: string | null
  width: number | null
  height: number | null
  colours: string | null
  lane: Lane
  style: Style | null
  decided_by: DecidedBy | null
  unsure: number
  confidence: number | null
  verdict: Verdict | null
  quality: number | null
  evaluator: string | null
  lookalike: string | null
  generated: number
  created_at: string | null
  date_ms: number
  caption: string | null
  prompt_text: string | null
  prompt_id: string | null
  uploaded: number
  flagged: number
  kept: number
  hashes: string | null
  issues: string | null
  unmeasured_bits: number
  sidecars: string | null
  not_judged: string | null
  crop: string | null
}

/** What is selected for `toSummary`. */
export const CARD_FIELDS =
  'cards.image_id, revision, actor_id, filename, bytes, mtime_ns, sha256, width, height, colours, lane, style, decided_by, unsure, confidence, verdict, quality, evaluator, lookalike, generated, created_at, issues, unmeasured_bits, date_ms, (SELECT text FROM captions WHERE captions.image_id = cards.image_id) AS caption, (SELECT text FROM prompts WHERE prompts.id = cards.prompt) AS prompt_text, prompt_id, uploaded, flagged, kept, hashes, sidecars, not_judged, crop'

export const toSummary = (columns: ImageColumns): ImageSummary => ({
  id: columns.image_id,
  revision: columns.revision,
  actorId: columns.actor_id,
  filename: columns.filename,
  bytes: columns.bytes,
  mtimeNs: columns.mtime_ns,
  sha256: columns.sha256,
  width: columns.width,
  height: columns.height,
  colours: columns.colours,
  lane: columns.lane,
  style: columns.style,
  decidedBy: columns.decided_by,
  unsure: columns.unsure === 1,
  confidence: columns.confidence,
  verdict: columns.verdict,
  issues: columns.issues === null ? [] : decode<Issue[]>(columns.issues),
  unmeasured: issuesIn(columns.unmeasured_bits),
  lookalike: columns.lookalike,
  quality: columns.quality,
  evaluator: columns.evaluator,
  generated: columns.generated === 1,
  createdAt: columns.created_at,
  dateMs: columns.date_ms,
  caption: columns.caption,
  prompt: columns.prompt_text,
  promptId: columns.prompt_id,
  uploaded: columns.uploaded === 1,
  flagged: columns.flagged === 1,
  kept: columns.kept === 1,
  hashes: columns.hashes,
  sidecars: columns.sidecars === null ? [] : decode<string[]>(columns.sidecars),
  notJudged: columns.not_judged,
  crop: columns.crop === null ? null : decode<Crop>(columns.crop),
})

/**
 * Issues as bits of one number, so that `issue_bits & ?` finds them among 200,000 images.
 */
export const issueBits = (keys: Iterable<IssueKey>): number => {
  let bits = 0
  for (const key of keys) bits |= 1 << ISSUES[key].bit
  return bits
}

const issuesIn = (bits: number): IssueKey[] =>
  bits === 0 ? [] : ISSUE_KEYS.filter((key) => (bits & (1 << ISSUES[key].bit)) !== 0)

/** What was measured of the content, as far as a summary shows it. */
export interface ContentColumns {
  readonly width: number | null
  readonly height: number | null
  readonly colours: string | null
  readonly hashes: string | null
}

/** The columns that an image's row gives, by name; `prompt` is its text still. */
export function summaryOfImage(row: ImageRow, content: ContentColumns | undefined) {
  const { entry, assessment } = row
  const image = settle({ filename: row.filename, bytes: row.bytes, sha256: row.sha256 }, entry, assessment)
  const issues = assessment?.issues ?? []
  const crop = cropOf(entry)
  const madeMs = entry.created_at === undefined ? Number.NaN : Date.parse(entry.created_at)
  return {
    image_id: row.id,
    actor_id: row.actorId,
    sort_key: indexKey(row.filename),
    filename: row.filename,
    bytes: row.bytes,
    mtime_ns: row.mtimeNs,
    sha256: row.sha256,
    width: content?.width ?? null,
    height: content?.height ?? null,
    colours: content?.colours ?? null,
    hashes: content?.hashes ?? null,
    lane: image.lane,
    style: image.style,
    decided_by: image.decidedBy,
    unsure: image.unsure ? 1 : 0,
    confidence: assessment?.guess?.confidence ?? null,
    verdict: image.verdict,
    issue_bits: issueBits(issues.map((issue) => issue.key)),
    unmeasured_bits: issueBits(assessment?.unmeasured ?? []),
    duplicate_of: issues.find((issue) => issue.duplicateOf !== undefined)?.duplicateOf ?? null,
    lookalike: assessment?.group ?? null,
    quality: assessment?.quality ?? null,
    evaluator: assessment?.evaluator ?? null,
    generated: entry.source === 'generated' ? 1 : 0,
    uploaded: entry.s3_url === undefined ? 0 : 1,
    flagged: entry.flagged === true ? 1 : 0,
    kept: image.kept ? 1 : 0,
    derived_from: entry.derived_from ?? null,
    prompt_id: entry.prompt_id ?? null,
    prompt: entry.prompt ?? null,
    model: entry.model ?? null,
    created_at: entry.created_at ?? null,
    date_ms: Number.isFinite(madeMs) ? madeMs : Math.floor(Number(row.mtimeNs) / 1e6),
    sidecars: row.sidecars.length === 0 ? null : JSON.stringify(row.sidecars),
    not_judged: assessment && !assessment.guess && issues.length === 0 ? (assessment.reason ?? null) : null,
    crop: crop && JSON.stringify(crop),
    issues: issues.length === 0 ? null : JSON.stringify(issues),
  }
}
