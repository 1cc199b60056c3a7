import { z } from 'zod'
import { base } from './base.ts'
import { PACK_IDS } from '../domain/pack-ids.ts'

const ModelId = z.enum(PACK_IDS)

/** A pretrained network that the user may install. */
export const ModelView = z.object({
  id: ModelId,
  title: z.string(),
  licence: z.string(),
  /** URL of its description. */
  source: z.string(),
  /** Total size of the download. */
  bytes: z.number().int(),
  /** `partial` means that a download was stopped and can resume there. */
  state: z.enum(['absent', 'partial', 'installing', 'installed']),
  received: z.number().int(),
  bytesOnDisk: z.number().int(),
})
export type ModelView = z.infer<typeof ModelView>

export const models = {
  /** Returns the available pretrained networks with the state of each. */
  list: base.output(z.array(ModelView)),
  /** Installs a network by download, or from the folder when one is given; progress comes as `models` events, a failure as a notice. */
  install: base.input(z.object({ id: ModelId, folderId: z.string().optional() })).output(z.array(ModelView)),
  /** Stops a download; the received part is kept for the next attempt. */
  stop: base.input(z.object({ id: ModelId })).output(z.array(ModelView)),
  remove: base.input(z.object({ id: ModelId })).output(z.array(ModelView)),
}
