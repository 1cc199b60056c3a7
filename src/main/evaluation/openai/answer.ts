import { z } from 'zod'
import { type FindingKey, type Opinion, SEVERITIES, type Severity } from '../../domain/opinion.ts'
import { SHOT } from '../../domain/shot.ts'
import { STYLES } from '../../domain/style.ts'
import { ASKED, type Seen } from './questions.ts'

/** One tile's answer, parsed leniently: a value that is not understood is null, never a default that looks good. */
export type TileAnswer = Pick<Opinion, 'style' | 'confidence' | 'findings' | 'verdict' | 'reason' | 'shot'> & {
  readonly lookCloser: boolean
}

export type Answer =
  | { readonly ok: true; readonly tiles: ReadonlyMap<number, TileAnswer> }
  /** `problem` tells the model what to fix; `json` is true when the text was JSON. */
  | { readonly ok: false; readonly problem: string; readonly json: boolean }

const orNull = <T extends z.ZodType>(type: T) => type.nullable().catch(null).default(null)

/** Some models answer in percent, some in words. */
const Share = z.preprocess(
  (value) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value.replace('%', '')) : value
    return typeof number === 'number' && number > 1 && number <= 100 ? number / 100 : number
  },
  orNull(z.number().min(0).max(1)),
)

const Tile = z.looseObject({
  tile: z.coerce.number().int(),
  style: orNull(z.enum(STYLES)),
  confidence: Share,
  verdict: orNull(z.enum(['keep', 'review', 'reject'])),
  reason: z.string().catch('').default(''),
  look_closer: z.boolean().catch(true).default(false),
  angle: orNull(z.enum(SHOT.angle)),
  framing: orNull(z.enum(SHOT.framing)),
  expression: orNull(z.enum(SHOT.expression)),
  light: orNull(z.enum(SHOT.light)),
})

const Container = z.union([
  z.object({ tiles: z.array(z.unknown()) }).transform(({ tiles }) => tiles),
  z.array(z.unknown()),
])

/** Longest reason in characters: it is one sentence, shown in a table. */
const LONGEST_REASON = 300

/**
 * Parses a model's text about tiles 1 … `count` (tile 0 is the base image). Tiles that it left out are left out here, tiles that it made up
 * are ignored, and a tile with two different answers has none. An answer that counts from 0 is refused as a whole, since every line of it
 * would be about another picture.
 */
export function readAnswer(text: string, seen: Seen, count: number): Answer {
  const json = extractJson(text)
  if (json === undefined) return { ok: false, json: false, problem: 'It is not a JSON object.' }
  const container = Container.safeParse(json)
  if (!container.success) return { ok: false, json: true, problem: 'It has no list "tiles".' }
  const tiles = container.data.flatMap((raw) => {
    const parsed = Tile.safeParse(raw)
    return parsed.success ? [parsed.data] : []
  })
  const numbers = new Set(tiles.map(({ tile }) => tile))
  if (numbers.has(0) && !numbers.has(count))
    return { ok: false, json: true, problem: `It counts from 0. Answer for the tiles numbered 1 to ${count}.` }
  const answers = new Map<number, TileAnswer>()
  for (const number of numbers) {
    if (number < 1 || number > count) continue
    const [first, ...others] = tiles.filter(({ tile }) => tile === number)
    if (first && others.every((other) => JSON.stringify(other) === JSON.stringify(first)))
      answers.set(number, toAnswer(first, seen))
  }
  return answers.size > 0
    ? { ok: true, tiles: answers }
    : { ok: false, json: true, problem: `It answers for none of the tiles 1 to ${count}.` }
}

function toAnswer(raw: z.infer<typeof Tile>, seen: Seen): TileAnswer {
  const { style, confidence, verdict, angle, framing, expression, light } = raw
  const severity = (key: FindingKey): Severity | null =>
    ASKED[seen].includes(key) ? (SEVERITIES.find((word) => word === raw[key]) ?? null) : null
  return {
    style,
    confidence: style === null ? null : confidence,
    findings: {
      symmetry: severity('symmetry'),
      camera_gaze: severity('camera_gaze'),
      distortion: severity('distortion'),
      identity_mismatch: severity('identity_mismatch'),
      text: severity('text'),
    },
    verdict,
    reason: raw.reason.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_REASON),
    shot: { angle, framing, expression, light },
    lookCloser: raw.look_closer,
  }
}

/**
 * Returns the JSON in a text: the whole text, a code fence, or everything between the first and the last bracket. Undefined when there is
 * none.
 */
export function extractJson(text: string): unknown {
  const fenced = /```(?:json)?\s*([\s\S]*?)```/i.exec(text)?.[1]
  const start = text.search(/[{[]/)
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'))
  const candidates = [text, fenced, start >= 0 && end > start ? text.slice(start, end + 1) : undefined]
  for (const candidate of candidates) {
    if (candidate === undefined) continue
    try {
      const value: unknown = JSON.parse(candidate)
      if (typeof value === 'object' && value !== null) return value
    } catch {
      // The next candidate may be JSON.
    }
  }
  return undefined
}
