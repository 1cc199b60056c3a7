import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { isObject } from '../domain/read-entry.ts'
import type { Operation } from './records.ts'

const Kind = z.enum(['label', 'move', 'trash', 'add', 'target', 'caption', 'crop', 'restore'])
const Names = z.array(z.string())

/** Most actors named in the timeline. */
export const NAMED = 20

/** Properties of an edit in the timeline, besides its name. */
export interface EditFacts {
  readonly kind: Operation['kind']
  /** The first of its actors. */
  readonly actorIds: readonly string[]
}

/** Reads the facts from any row; invalid parts are ignored. */
export function factsOf(operations: unknown): EditFacts {
  const known = Array.isArray(operations) ? operations.filter(isObject) : []
  const actorIds = new Set<string>()
  for (const { actorId, to } of known) {
    for (const each of [actorId, isObject(to) && to['actorId']]) if (typeof each === 'string') actorIds.add(each)
    if (actorIds.size >= NAMED) break
  }
  return { kind: kindOf(known[0]?.['kind']), actorIds: [...actorIds].slice(0, NAMED) }
}

const kindOf = (value: unknown): Operation['kind'] => Kind.safeParse(value).data ?? 'label'

export interface StoredFacts {
  readonly kind: string | null
  readonly actors: string | null
}

/** Reads stored facts; null when they are not stored yet. */
export function readFacts({ kind, actors }: StoredFacts): EditFacts | null {
  if (kind === null) return null
  return { kind: kindOf(kind), actorIds: Names.safeParse(jsonOf(actors)).data ?? [] }
}

/** Stores the facts of an edit by an earlier version, and moves its operations to their own table. */
export function storeFacts(db: Database): (editId: number) => EditFacts {
  const operations = db.prepare<[number], string>('SELECT operations FROM whole_edits WHERE id = ?').pluck()
  const keep = db.prepare<[number]>(
    'INSERT INTO edit_operations SELECT id, operations FROM edits WHERE id = ? ON CONFLICT DO NOTHING',
  )
  const put = db.prepare<[string, string, number]>(
    `UPDATE edits SET kind = ?, actors = ?, operations = '' WHERE id = ?`,
  )
  return (editId) => {
    const facts = factsOf(jsonOf(operations.get(editId)))
    db.transaction(() => {
      keep.run(editId)
      put.run(facts.kind, JSON.stringify(facts.actorIds), editId)
    })()
    return facts
  }
}

/** Returns undefined when the text is not JSON. */
function jsonOf(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
