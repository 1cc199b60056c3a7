import { CHOICES, type Flag, type NumberField } from '../domain/filter/fields.ts'
import type { Filter, Pattern, Term } from '../domain/filter/filter.ts'
import { covers, foldFor, foldFully, needsFullFolding } from '../domain/filter/text.ts'
import { issueBits } from './image-fields.ts'
import type { Database } from './database.ts'

/** An expression over the columns of `cards` that is 1 or 0, never null, with the values for its `?`. */
export interface Where {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

const FOLD = 'evencast_fold'
const COVERS = 'evencast_covers'
/** Most stars that SQLite's own LIKE handles: for each further one it scans the text again from every letter. */
const MOST_STARS = 2

/** Registers the functions that expressions of `filterWhere` call. */
export function registerFolding(db: Database): void {
  db.function(FOLD, { deterministic: true }, (text) => (typeof text === 'string' ? foldFully(text) : text))
  db.function(COVERS, { deterministic: true }, (pattern, text) =>
    Number(typeof pattern === 'string' && typeof text === 'string' && covers(pattern, text)),
  )
}

const NUMBER_COLUMNS: Readonly<Record<NumberField, string>> = {
  conf: 'confidence',
  quality: 'quality',
  width: 'width',
  height: 'height',
  side: 'max(width, height)',
  size: 'bytes',
  date: 'date_ms',
  face: 'max(0, face)',
  person: 'person',
  words: 'ifnull((SELECT words FROM captions WHERE captions.image_id = cards.image_id), 0)',
}

const FLAG_WHERE: Readonly<Record<Flag, string>> = {
  flagged: 'flagged = 1',
  generated: 'generated = 1',
  unsure: 'unsure = 1',
  unassessed: 'quality IS NULL',
  'missing-s3': 'uploaded = 0',
}

const CHOICE_COLUMNS = { style: 'style', lane: 'lane', verdict: 'verdict', by: 'decided_by' } as const

/** Builds a text search. SQLite's own `lower` and `LIKE` handle plain letters only, as `foldPlain` does, and are much faster than ours. */
function textWhere(column: string, pattern: Pattern, ending: boolean): Where {
  const folded = needsFullFolding(pattern) ? `${FOLD}(${column})` : `lower(${column})`
  const sought = foldFor(pattern)(pattern.text)
  if (!pattern.glob) return { sql: `ifnull(instr(${folded}, ?) > 0, 0)`, values: [sought] }
  if (sought.split('*').length - 1 > MOST_STARS) {
    const one = `${COVERS}(?, ${folded})`
    return ending ? { sql: `(${one} OR ${one})`, values: [sought, `${sought}.*`] } : { sql: one, values: [sought] }
  }
  const like = sought
    .replaceAll(/[\\%_]/g, String.raw`\$&`)
    .replaceAll('*', '%')
    .replaceAll('?', '_')
  const one = String.raw`ifnull(${folded} LIKE ? ESCAPE '\', 0)`
  return ending ? { sql: `(${one} OR ${one})`, values: [like, `${like}.%`] } : { sql: one, values: [like] }
}

/** Looks up each summary's prompt: searching the prompts first would scan all of them again in every slice. */
function promptWhere(pattern: Pattern): Where {
  const text = textWhere('text', pattern, false)
  const id = textWhere('prompt_id', pattern, false)
  return {
    sql: `(ifnull((SELECT ${text.sql} FROM prompts WHERE id = cards.prompt), 0) OR ${id.sql})`,
    values: [...text.values, ...id.values],
  }
}

function captionWhere(pattern: Pattern): Where {
  const text = textWhere('text', pattern, false)
  return {
    sql: `ifnull((SELECT ${text.sql} FROM captions WHERE captions.image_id = cards.image_id), 0)`,
    values: text.values,
  }
}

const TEXT_WHERE = {
  name: (pattern: Pattern) => textWhere('filename', pattern, true),
  actor: (pattern: Pattern) => textWhere('actor_id', pattern, false),
  prompt: promptWhere,
  caption: captionWhere,
} as const

const together = (parts: readonly Where[], word: 'AND' | 'OR', none: string): Where =>
  parts.length === 0
    ? { sql: none, values: [] }
    : { sql: `(${parts.map((part) => part.sql).join(` ${word} `)})`, values: parts.flatMap((part) => part.values) }

function termWhere(term: Term): Where {
  switch (term.kind) {
    case 'word':
      return together(
        [TEXT_WHERE.name(term.pattern), TEXT_WHERE.actor(term.pattern), TEXT_WHERE.prompt(term.pattern)],
        'OR',
        '0',
      )
    case 'text':
      return TEXT_WHERE[term.field](term.pattern)
    case 'choice': {
      if (term.field === 'issue') {
        if (term.choice === 'none') return { sql: '(issue_bits = 0 AND quality IS NOT NULL)', values: [] }
        const keys = CHOICES.issue[term.choice]?.value ?? []
        return { sql: 'issue_bits & ? != 0', values: [issueBits(keys)] }
      }
      const column = CHOICE_COLUMNS[term.field]
      const value = CHOICES[term.field][term.choice]?.value ?? null
      return value === null ? { sql: `${column} IS NULL`, values: [] } : { sql: `${column} IS ?`, values: [value] }
    }
    case 'number': {
      const column = NUMBER_COLUMNS[term.field]
      const { min, max } = term
      return together(
        [
          ...(min ? [{ sql: `${column} ${min.open ? '>' : '>='} ?`, values: [min.value] }] : []),
          ...(max ? [{ sql: `${column} ${max.open ? '<' : '<='} ?`, values: [max.value] }] : []),
          { sql: `${column} IS NOT NULL`, values: [] },
        ],
        'AND',
        '1',
      )
    }
    case 'flag':
      return { sql: FLAG_WHERE[term.flag], values: [] }
    case 'like':
      return { sql: 'cards.image_id IN (SELECT image_id FROM temp.likes WHERE sought = ?)', values: [term.sought] }
  }
}

/** Returns the filter as SQL over `cards`; `matcherOf` does the same for an image in memory. */
export function filterWhere(filter: Filter): Where {
  switch (filter.kind) {
    case 'all':
      return together(filter.of.map(filterWhere), 'AND', '1')
    case 'any':
      return together(filter.of.map(filterWhere), 'OR', '0')
    case 'not': {
      const of = filterWhere(filter.of)
      return { sql: `NOT (${of.sql})`, values: of.values }
    }
    case 'word':
    case 'text':
    case 'choice':
    case 'number':
    case 'flag':
    case 'like':
      return termWhere(filter)
  }
}
