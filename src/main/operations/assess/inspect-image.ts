import { EvencastError } from '../../domain/error.ts'
import type { Inspection } from '../../domain/inspection.ts'
import { imageFile } from '../index/media-files.ts'
import type { AssessContext } from './assess-context.ts'

/** Returns where in the image its measures come from. It is calculated on request and not stored. */
export function inspectImage(
  context: AssessContext,
  imageId: string,
  signal?: AbortSignal,
): Promise<Inspection | null> {
  const found = imageFile(context, imageId)
  if (!found) throw new EvencastError('NOT_FOUND', 'This image is no longer in the folder.')
  return context.evaluator.inspect(found.file, signal)
}
