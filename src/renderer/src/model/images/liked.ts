import { likesIn, type Liked } from '../../../../main/domain/filter/likes.ts'
import { matcherOf } from '../../../../main/domain/filter/match.ts'
import { parseFilter } from '../../../../main/domain/filter/parse.ts'
import { printFilter } from '../../../../main/domain/filter/print.ts'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { useView } from '../window/view-store.ts'
import { useFilter } from './filter-store.ts'

const TYPING_MS = 300
const MOST = 1000

async function findLiked(sought: readonly string[]): Promise<Liked | null> {
  const liked = new Map<string, ReadonlySet<string>>()
  for (const text of sought) {
    const filter = printFilter({ kind: 'like', sought: text })
    const found = await attempt(() =>
      api.images.search({ filter, sort: { by: 'similarity', descending: false }, offset: 0, limit: MOST }),
    )
    if (!found.ok) return null
    liked.set(text, new Set(found.value.ids))
  }
  return liked
}

/** Asks the core for images similar to an example or a text, as the filter needs them. */
export function followLikes(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  useFilter.subscribe(({ applied }, before) => {
    if (applied === before.applied) return
    clearTimeout(timer)
    const parsed = parseFilter(applied)
    const sought = parsed.ok ? likesIn(parsed.filter) : []
    if (!parsed.ok || sought.length === 0 || useView.getState().page === 'search') return
    timer = setTimeout(async () => {
      const liked = await findLiked(sought)
      if (liked && useFilter.getState().applied === applied)
        useFilter.setState({ matches: matcherOf(parsed.filter, liked) })
    }, TYPING_MS)
  })
}
