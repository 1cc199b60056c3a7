import type { Catalog } from '../../catalog/catalog.ts'
import type { VisionRequestRow } from '../../catalog/vision-requests.ts'
import type { WrittenKey } from '../../catalog/written-captions.ts'
import { type CaptionPart, CaptionParts } from '../../evaluation/caption-batches.ts'

/** Returns the stored state of a batch of captions. */
export const captionPartsOf = ({ visionRequests }: Pick<Catalog, 'visionRequests'>, id: number): CaptionPart[] =>
  CaptionParts.parse(visionRequests.parts(id))

export const writtenKeyText = ({ sha256, writer, instructions }: WrittenKey): string =>
  `${sha256} ${instructions} ${writer}`

/** Returns keys of captions in open batches. They are not sent in any other request. */
export const captionsUnderWay = (catalog: Pick<Catalog, 'visionRequests'>): ReadonlySet<string> =>
  new Set(catalog.visionRequests.openBatches('captionBatch').flatMap((row) => keysUnderWay(catalog, row)))

const keysUnderWay = (catalog: Pick<Catalog, 'visionRequests'>, { id, evaluator }: VisionRequestRow) =>
  captionPartsOf(catalog, id)
    .filter(({ collected }) => !collected)
    .flatMap(({ requests }) => Object.values(requests))
    .map((caption) => writtenKeyText({ ...caption, writer: evaluator }))
