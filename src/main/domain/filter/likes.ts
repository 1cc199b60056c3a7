import type { Filter } from './filter.ts'

/** Returns the texts of a filter's `like` terms: words, or names of images. */
export function likesIn(filter: Filter): readonly string[] {
  if (filter.kind === 'like') return [filter.sought]
  if (filter.kind === 'not') return likesIn(filter.of)
  return filter.kind === 'all' || filter.kind === 'any' ? [...new Set(filter.of.flatMap(likesIn))] : []
}

/** Ids of similar images, by the text of the `like` term. */
export type Liked = ReadonlyMap<string, ReadonlySet<string>>

export const NOTHING_LIKED: Liked = new Map()
