import { EvencastError } from '../../domain/error.ts'
import { cosine, unpackVectors, type Vector } from '../../domain/vectors.ts'
import type { ViewContext } from './view-context.ts'

/** Images compared at a time, which takes a few milliseconds. */
const SLICE = 1000

/** Most results of a search. */
const MOST = 200
/**
 * Minimum cosine to an example, and for words the most that a result may be below the best one, because CLIP's cosines to words are all
 * close to each other. Both are our own choice.
 */
const LIKE_EXAMPLE = 0.75
const BEHIND_BEST = 0.06

/**
 * Returns a function that finds images like an example or matching words and stores them for filters (`like:` in
 * `catalog/filter-where.ts`). It searches again only when the library has changed.
 */
export function createLikes(
  { catalog, seeing }: Pick<ViewContext, 'catalog' | 'seeing'>,
  breathe: () => Promise<void>,
) {
  const known = new Set<string>()
  let version = -1

  async function nearest(to: Vector, model: string, isExample: boolean) {
    const found: { readonly imageId: number; readonly near: number }[] = []
    for (let last = 0; ;) {
      const slice = catalog.vectors.after(model, last, SLICE)
      for (const { image_id: imageId, vectors } of slice) {
        const [vector] = unpackVectors(vectors)
        if (vector) found.push({ imageId, near: cosine(vector, to) })
      }
      const end = slice.at(-1)
      if (!end || slice.length < SLICE) break
      last = end.image_id
      await breathe()
    }
    const sorted = found.toSorted((a, b) => b.near - a.near).slice(0, MOST)
    const least = isExample ? LIKE_EXAMPLE : (sorted[0]?.near ?? 0) - BEHIND_BEST
    return sorted.filter(({ near }) => near >= least)
  }

  return async (sought: readonly string[]): Promise<void> => {
    if (sought.length === 0) return
    if (catalog.search.state() !== version) known.clear()
    for (const text of sought) {
      if (known.has(text)) continue
      const model = seeing.model('pictures')
      if (model === null)
        throw new EvencastError(
          'BAD_INPUT',
          'like: needs the model “Search by words”. Install it in Settings under Local models, or with “evencast models install pictures”.',
        )
      const example = catalog.vectors.ofName(text, model)
      const vector = example ? unpackVectors(example)[0] : await seeing.meaningOf(text)
      const found = vector ? await nearest(vector, model, example !== null) : []
      catalog.search.setLikes(text, found)
      known.add(text)
    }
    version = catalog.search.state()
  }
}
