import { EvencastError } from '../../domain/error.ts'
import type { Inspection } from '../../domain/inspection.ts'
import { imageFile } from '../index/media-files.ts'
import type { Session } from '../context/library-context.ts'

/** Where in the image its measures come from: looked up when somebody asks, never kept. */
export function inspectImage(session: Session, imageId: string, signal?: AbortSignal): Promise<Inspection | null> {
  const found = imageFile(session, imageId)
  if (!found) throw new EvencastError('NOT_FOUND', 'This image is no longer in the folder.')
  return session.evaluator.inspect(found.file, signal)
}
