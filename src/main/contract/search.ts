import { z } from 'zod'
import { LONGEST_FILTER } from '../domain/filter/parse.ts'
import { SORTS } from '../domain/image-order.ts'

/** A filter as it is typed: see `domain/filter`. */
export const FilterText = z.string().max(LONGEST_FILTER)

const OrderView = z.object({ by: z.enum(SORTS), descending: z.boolean() })

export const SearchQuery = z.object({
  filter: FilterText,
  sort: OrderView,
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(10_000),
})
export type SearchQuery = z.infer<typeof SearchQuery>

/** Looks among the results for a file. `typed`: a part of its name, or its number. */
export const NameQuery = z.object({ filter: FilterText, sort: OrderView, typed: z.string().max(200) })
export type NameQuery = z.infer<typeof NameQuery>

export const SearchView = z.object({
  ids: z.array(z.string()),
  total: z.number().int(),
  /** The same for all pages of one answer: another one tells that the library has changed in between. */
  version: z.number().int(),
  /** With the first page of results in the order of names: the actors in their order, with how many images of each were found. */
  actors: z.array(z.object({ actorId: z.string(), images: z.number().int() })),
})
export type SearchView = z.infer<typeof SearchView>

/** A filter that somebody gave a name. */
export const SavedFilter = z.object({ name: z.string().trim().min(1).max(60), filter: FilterText })
export type SavedFilter = z.infer<typeof SavedFilter>
