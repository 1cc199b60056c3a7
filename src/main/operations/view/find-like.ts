import { EvencastError } from '../../domain/error.ts'
import { cosine, unpackVectors, type Vector } from '../../domain/vectors.ts'
import type { ViewContext } from './view-context.ts'

/** Images looked at in one go: a few milliseconds. */
const SLICE = 1000

/** As many as anybody looks through. */
const MOST = 200
/** Least cosine to an example, and how far behind the best what fits words may be: CLIP's cosines to words all lie near each other. Ours. */
const LIKE_EXAMPLE = 0.75
const BEHIND_BEST = 0.06

/**
 * Finds the images that are like an example or fit words, and writes them where filters find them (`like:` in `catalog/filter-where.ts`).
 * Found again only when the library has changed since.
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
