import { type Crop, cropOf, croppedSize } from '../../domain/crop.ts'
import type { Size } from '../../domain/bucket/cut.ts'
import { EvencastError } from '../../domain/error.ts'
import type { FindCrop } from '../../training/image/find-crop.ts'
import { assessActor } from '../assess/assess-actor.ts'
import { chosenActors } from '../context/chosen-actors.ts'
import { indexActor } from '../index/index-actor.ts'
import { cropImages, type CropWay, proposeCrops, sizeOf } from './crop-images.ts'
import type { EditingContext } from './editing-context.ts'
import type { Editing } from './editing.ts'
import type { History } from './history.ts'

interface CropRequest {
  readonly way: CropWay
  /** Null: every image of the actor. */
  readonly filenames: readonly string[] | null
  readonly dryRun: boolean
  readonly signal?: AbortSignal | undefined
}

export interface CroppedImage {
  readonly filename: string
  readonly before: Crop | null
  readonly after: Crop | null
  /** Size of the cropped image in pixels; null when the image is not measured. */
  readonly size: Size | null
}

/** Crop operations for the command line and tests. */
export interface CropCommands {
  /** Crops images. Returns every named image with its crop before and after. */
  change(actorId: string, request: CropRequest): Promise<readonly CroppedImage[]>
}

export function createCropCommands({
  context,
  editing,
  history,
  find,
  indexed,
}: {
  readonly context: EditingContext
  readonly editing: Editing
  readonly history: History
  readonly find: FindCrop
  readonly indexed: Promise<void>
}): CropCommands {
  return {
    async change(actor, { way, filenames, dryRun, signal }) {
      await indexed
      const [actorId = actor] = chosenActors(context, [actor])
      await indexActor(context, actorId)
      await assessActor(context, actorId, signal)
      const rows = (filenames ?? context.catalog.summaries.ofActor(actorId).map(({ filename }) => filename)).map(
        (name) => {
          const row = context.catalog.images.byName(actorId, name)
          if (row) return row
          throw new EvencastError(
            'NOT_FOUND',
            `${actorId} has no image ${name}. See \`evencast evaluate\` for its images.`,
          )
        },
      )
      const now = rows.map(({ id, entry }) => ({ imageId: String(id), crop: cropOf(entry) }))
      const crops = await proposeCrops(context, find, { crops: now, way }, signal)
      if (!dryRun && crops.length > 0) await cropImages(editing, context, crops, () => history.view())
      return rows.map((row, at): CroppedImage => {
        const after = crops[at]?.crop ?? null
        const size = sizeOf(context, row.id)
        return { filename: row.filename, before: cropOf(row.entry), after, size: size && croppedSize(after, size) }
      })
    },
  }
}
