import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { isObject } from '../domain/read-entry.ts'
import type { Operation } from './records.ts'

const Kind = z.enum(['label', 'move', 'trash', 'add', 'target', 'caption', 'crop', 'restore'])
const Names = z.array(z.string())

/** Actors that the timeline names. */
export const NAMED = 20

/** What the timeline says of an edit besides its name. */
export interface EditFacts {
  readonly kind: Operation['kind']
  /** The first of its actors. */
  readonly actorIds: readonly string[]
}

/** Whatever a row holds: what makes no sense says nothing. */
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

/** As they are stored; null where they are not stored yet. */
export function readFacts({ kind, actors }: StoredFacts): EditFacts | null {
  if (kind === null) return null
  return { kind: kindOf(kind), actorIds: Names.safeParse(jsonOf(actors)).data ?? [] }
}

/** Stores what an edit of an earlier version says, and puts its operations where they are out of the way. */
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

/** Undefined for what is no JSON. */
function jsonOf(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
