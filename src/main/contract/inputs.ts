import { z } from 'zod'
import { isStoreAddress } from '../domain/store-address.ts'

export const ActorIds = z.union([z.literal('all'), z.array(z.string().min(1)).min(1).max(20_000)])
/** Somebody saw what the vision model will cost and agreed. Without it, it is not asked. */
export const Agreed = z.literal('vision').optional()
export const ImageIds = z.array(z.string().min(1)).min(1).max(100_000)

export const HistoryId = z.string().regex(/^\d{1,15}$/)

/** `among`: the actors that were asked for together, also those with nothing to do; what the run reached counts them. */
export const RunRequest = z.object({ actorIds: ActorIds, among: ActorIds.optional() })

/** Images of some actors (`left`: only what a person has still to settle), or exactly these. */
export const CullingRequest = z.union([
  z.object({ actorIds: ActorIds, left: z.literal(true).optional() }),
  z.object({ imageIds: ImageIds }),
])

export const StoreAddress = z.string().trim().refine(isStoreAddress).max(1000)
