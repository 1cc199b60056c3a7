import { setImmediate } from 'node:timers/promises'
import type { Found, Place } from '../../catalog/summary-search.ts'
import type { NameQuery, SearchQuery, SearchView } from '../../contract/search.ts'
import { EvencastError } from '../../domain/error.ts'
import type { Filter } from '../../domain/filter/filter.ts'
import { likesIn } from '../../domain/filter/likes.ts'
import { parseFilter } from '../../domain/filter/parse.ts'
import { bestNamed, partOfEvery, soughtName } from '../../domain/find-name.ts'
import { LONGEST_CHAIN, type Order, similarOrder } from '../../domain/image-order.ts'
import { mergeSorted } from '../../domain/merge-sorted.ts'
import { createLikes } from './find-like.ts'
import type { ViewContext } from './view-context.ts'

/** Images searched at a time, which takes about a millisecond. */
const SLICE = 4000
/** Time before a search gives other work a turn, in milliseconds. */
const TURN_MS = 6

interface Results {
  readonly key: string
  readonly version: number
  readonly ids: readonly string[]
  readonly actors: SearchView['actors']
}

function read(text: string): Filter {
  const parsed = parseFilter(text)
  if (!parsed.ok) throw new EvencastError('BAD_INPUT', parsed.mistake.message)
  return parsed.filter
}

const last = (rank: Found['rank']) => Number(rank === null)

function comparison(descending: boolean): (a: Found, b: Found) => number {
  const sign = descending ? -1 : 1
  return (a, b) =>
    last(a.rank) - last(b.rank) ||
    (typeof a.rank === 'number' && typeof b.rank === 'number' ? sign * (a.rank - b.rank) : 0)
}

/** Returns a function to call between slices, which gives other work a turn when `TURN_MS` have passed. */
function createBreather(): () => Promise<void> {
  let sinceMs = performance.now()
  return async () => {
    if (performance.now() - sinceMs < TURN_MS) return
    await setImmediate()
    sinceMs = performance.now()
  }
}

/** Runs a generator and gives other work a turn after each step. */
async function inTurns<T>(steps: Generator<undefined, T>): Promise<T> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await setImmediate()
  }
}

async function byLikeness(found: readonly Found[]): Promise<readonly Found[]> {
  const sorted: Found[] = []
  for (let start = 0; start < found.length; start += LONGEST_CHAIN) {
    const part = found.slice(start, start + LONGEST_CHAIN)
    const order = similarOrder(part.map(({ rank }) => (typeof rank === 'string' ? rank : null)))
    sorted.push(...order.flatMap((index) => part[index] ?? []))
    await setImmediate()
  }
  return sorted
}

async function inOrder(slices: readonly (readonly Found[])[], { by, descending }: Order): Promise<readonly Found[]> {
  if (by === 'name') return descending ? slices.flat().toReversed() : slices.flat()
  if (by === 'similarity') {
    const chained = await byLikeness(slices.flat())
    return descending ? chained.toReversed() : chained
  }
  const compare = comparison(descending)
  return inTurns(
    mergeSorted(
      slices.map((slice) => slice.toSorted(compare)),
      compare,
      20_000,
    ),
  )
}

/** Counts consecutive images of the same actor. */
function actorsOf(found: readonly Found[]): SearchView['actors'] {
  const actors: { actorId: string; images: number }[] = []
  for (const { rank } of found) {
    const current = actors.at(-1)
    if (current?.actorId === rank) current.images++
    else actors.push({ actorId: String(rank), images: 1 })
  }
  return actors
}

/** Searches the images of the whole library. */
export type Search = ReturnType<typeof createSearch>

export function createSearch(context: Pick<ViewContext, 'catalog' | 'prompts' | 'seeing'>) {
  const { catalog, prompts } = context
  const findLikes = createLikes(context, () => setImmediate())
  let kept: Results | null = null
  /** Boundaries of the slices, valid until the library changes. */
  let cuts: { readonly version: number; readonly slices: readonly (readonly [Place, Place])[] } | null = null

  async function throughAll(scan: (from: Place, to: Place) => void): Promise<void> {
    const version = catalog.search.state()
    const breathe = createBreather()
    const slices: (readonly [Place, Place])[] = []
    for (const slice of cuts?.version === version ? cuts.slices : catalog.search.slices(SLICE)) {
      slices.push(slice)
      scan(...slice)
      await breathe()
    }
    cuts = { version, slices }
  }

  async function results(filterText: string, order: Order): Promise<Results> {
    const filter = read(filterText)
    const likes = likesIn(filter)
    await findLikes(likes)
    const version = catalog.search.state()
    const key = JSON.stringify([filterText, order, version])
    if (kept?.key === key) return kept
    // Results of a `like:` filter are sorted by similarity, the nearest first.
    const [like] = order.by === 'name' || order.by === 'similarity' ? likes : []
    const find = catalog.search.finder(filter, like === undefined ? order.by : { like })
    const slices: (readonly Found[])[] = []
    await throughAll((from, to) => void slices.push(find(from, to)))
    const found = await inOrder(slices, like === undefined ? order : { by: 'quality', descending: order.descending })
    kept = {
      key,
      version,
      ids: found.map((row) => String(row.image_id)),
      // An actor's images are next to each other only when sorted by name.
      actors: order.by === 'name' && like === undefined ? actorsOf(found) : [],
    }
    return kept
  }

  return {
    async search({ filter, sort, offset, limit }: SearchQuery): Promise<SearchView> {
      const { ids, actors, version } = await results(filter, sort)
      return {
        ids: ids.slice(offset, offset + limit),
        total: ids.length,
        version,
        actors: offset === 0 ? [...actors] : [],
      }
    },
    /** Returns the result that best matches a part of its file name or its number; the first one of equal matches. */
    async findName({ filter, sort, typed }: NameQuery): Promise<string | null> {
      const sought = soughtName(typed)
      if (sought === '') return null
      await findLikes(likesIn(read(filter)))
      const pattern = { text: partOfEvery(sought), glob: false }
      const names = catalog.search.names({ kind: 'all', of: [read(filter), { kind: 'text', field: 'name', pattern }] })
      const best = bestNamed(sought)
      await throughAll((from, to) => best.see(names(from, to)))
      const ids = best.ids()
      if (ids.size === 0) return null
      return (await results(filter, sort)).ids.find((id) => ids.has(id)) ?? null
    },
    /** Returns the number of images that each filter finds. */
    async count(texts: readonly string[]): Promise<number[]> {
      const sums = texts.map(() => 0)
      if (sums.length === 0) return sums
      const filters = texts.map(read)
      await findLikes(filters.flatMap(likesIn))
      const count = catalog.search.counter(filters)
      await throughAll((from, to) => {
        for (const [at, n] of count(from, to).entries()) sums[at] = (sums[at] ?? 0) + n
      })
      return sums
    },
    /** Returns the ids of the prompts in the prompt library. */
    prompts: (): string[] => prompts.all.map((prompt) => prompt.id),
  }
}
