import { isTags, tagKey, tagsOf } from './pieces.ts'

export interface TagCount {
  readonly tag: string
  /** Number of captions with the tag. */
  readonly count: number
}

/** Counts the tags of all captions that are tag lists, most frequent first, then by name. Each tag keeps its first spelling. */
export function tagCounts(captions: Iterable<string>): readonly TagCount[] {
  const found = new Map<string, { tag: string; count: number }>()
  for (const text of captions) {
    if (!isTags(text)) continue
    for (const [key, tag] of new Map(tagsOf(text).map((each) => [tagKey(each), each]))) {
      const known = found.get(key)
      if (known) known.count++
      else found.set(key, { tag, count: 1 })
    }
  }
  return [...found.values()].toSorted((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1))
}

/** Counts the tags that occur together with a tag, most frequent first. */
export function tagsBeside(captions: Iterable<string>, tag: string): readonly TagCount[] {
  const key = tagKey(tag)
  const beside = [...captions].filter((text) => isTags(text) && tagsOf(text).some((each) => tagKey(each) === key))
  return tagCounts(beside).filter((each) => tagKey(each.tag) !== key)
}

/** Moves a tag to another position; the others keep their order. */
export function movedTag(tags: readonly string[], from: number, to: number): readonly string[] {
  const tag = tags[from]
  if (tag === undefined || to < 0 || to >= tags.length) return tags
  return tags.toSpliced(from, 1).toSpliced(to, 0, tag)
}
