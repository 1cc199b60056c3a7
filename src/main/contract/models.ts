import { z } from 'zod'
import { base } from './base.ts'
import { PACK_IDS } from '../domain/pack-ids.ts'

const ModelId = z.enum(PACK_IDS)

/** A pretrained network that the user may install. */
export const ModelView = z.object({
  id: ModelId,
  title: z.string(),
  licence: z.string(),
  /** The page that describes it. */
  source: z.string(),
  /** To be downloaded in all. */
  bytes: z.number().int(),
  /** `partial`: a download was stopped, and goes on where it stopped. */
  state: z.enum(['absent', 'partial', 'installing', 'installed']),
  received: z.number().int(),
  bytesOnDisk: z.number().int(),
})
export type ModelView = z.infer<typeof ModelView>

export const models = {
  /** Pretrained networks that can be installed, with what is here of each. */
  list: base.output(z.array(ModelView)),
  /** Downloads one, from the folder if one is given; progress comes as `models` events, a failure as a notice. */
  install: base.input(z.object({ id: ModelId, folderId: z.string().optional() })).output(z.array(ModelView)),
  /** Keeps what was downloaded for the next attempt. */
  stop: base.input(z.object({ id: ModelId })).output(z.array(ModelView)),
  remove: base.input(z.object({ id: ModelId })).output(z.array(ModelView)),
}
