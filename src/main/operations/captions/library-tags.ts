import { setImmediate as nextTurn } from 'node:timers/promises'
import { tagKey } from '../../domain/caption/pieces.ts'
import { tagCounts, type TagCount } from '../../domain/caption/tags.ts'
import type { CaptionContext } from './caption-context.ts'

/** Longest list of tags. */
const MOST = 2000
/** Captions parsed at a time, which takes about three milliseconds. */
const SLICE = 400

/** Returns the tags of all captions of the library that consist of tags, the most frequent first. */
export async function libraryTags({ catalog }: Pick<CaptionContext, 'catalog'>): Promise<TagCount[]> {
  const texts = [...catalog.captions.texts()]
  const sums = new Map<string, { tag: string; count: number }>()
  for (let start = 0; start < texts.length; start += SLICE) {
    for (const { tag, count } of tagCounts(texts.slice(start, start + SLICE))) {
      const key = tagKey(tag)
      const sum = sums.get(key)
      if (sum) sum.count += count
      else sums.set(key, { tag, count })
    }
    await nextTurn()
  }
  return [...sums.values()].toSorted((a, b) => b.count - a.count).slice(0, MOST)
}
