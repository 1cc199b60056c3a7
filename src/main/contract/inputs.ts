import { z } from 'zod'
import { isStoreAddress } from '../domain/store-address.ts'

export const ActorIds = z.union([z.literal('all'), z.array(z.string().min(1)).min(1).max(20_000)])
/** Set when the user saw the vision model's cost and agreed. Otherwise it is not used. */
export const Agreed = z.literal('vision').optional()
export const ImageIds = z.array(z.string().min(1)).min(1).max(100_000)

export const HistoryId = z.string().regex(/^\d{1,15}$/)

/** A run of these actors. `among` lists all actors selected with them, including those without steps; the run's result counts them. */
export const RunRequest = z.object({ actorIds: ActorIds, among: ActorIds.optional() })

/** Images of some actors (`left`: only those that still need a decision), or exactly these. */
export const CullingRequest = z.union([
  z.object({ actorIds: ActorIds, left: z.literal(true).optional() }),
  z.object({ imageIds: ImageIds }),
])

export const StoreAddress = z.string().trim().refine(isStoreAddress).max(1000)
