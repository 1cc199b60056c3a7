import type { Filter } from './filter.ts'

/** What the filter wants images to look like: words, or the name of an image. */
export function likesIn(filter: Filter): readonly string[] {
  if (filter.kind === 'like') return [filter.sought]
  if (filter.kind === 'not') return likesIn(filter.of)
  return filter.kind === 'all' || filter.kind === 'any' ? [...new Set(filter.of.flatMap(likesIn))] : []
}

/** By what is sought, the ids of the images that are like it. */
export type Liked = ReadonlyMap<string, ReadonlySet<string>>

export const NOTHING_LIKED: Liked = new Map()
