import type { Procedures } from '../context/procedures.ts'
import type { ExportPorts } from '../export/export-actors.ts'
import { cropImages, proposeCrops } from './crop-images.ts'
import type { EditingContext } from './editing-context.ts'
import type { Editing } from './editing.ts'
import type { History } from './history.ts'

interface CropParts {
  readonly context: EditingContext
  readonly editing: Editing
  readonly history: History
  readonly training: ExportPorts
}

export const cropProcedures: Procedures<'crops', CropParts> = {
  set: ({ context, editing, history }, { crops }) => cropImages(editing, context, crops, () => history.view()),
  propose: async ({ context, training }, { crops, way }, { signal }) => [
    ...(await proposeCrops(context, training.findCrop, { crops, way }, signal)),
  ],
}
