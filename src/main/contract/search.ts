import { z } from 'zod'
import { LONGEST_FILTER } from '../domain/filter/parse.ts'
import { SORTS } from '../domain/image-order.ts'

/** Text of a filter: see `domain/filter`. */
export const FilterText = z.string().max(LONGEST_FILTER)

const OrderView = z.object({ by: z.enum(SORTS), descending: z.boolean() })

export const SearchQuery = z.object({
  filter: FilterText,
  sort: OrderView,
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(10_000),
})
export type SearchQuery = z.infer<typeof SearchQuery>

/** Searches the results for a file. `typed` is a part of its name, or its number. */
export const NameQuery = z.object({ filter: FilterText, sort: OrderView, typed: z.string().max(200) })
export type NameQuery = z.infer<typeof NameQuery>

export const SearchView = z.object({
  ids: z.array(z.string()),
  total: z.number().int(),
  /** Equal for all pages of one result; a different value means that the library has changed in between. */
  version: z.number().int(),
  /** Only with the first page of results sorted by name: the actors in order, with the number of images found of each. */
  actors: z.array(z.object({ actorId: z.string(), images: z.number().int() })),
})
export type SearchView = z.infer<typeof SearchView>

/** A filter saved under a name. */
export const SavedFilter = z.object({ name: z.string().trim().min(1).max(60), filter: FilterText })
export type SavedFilter = z.infer<typeof SavedFilter>
