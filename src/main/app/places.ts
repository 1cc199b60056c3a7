import { EvencastError } from '../domain/error.ts'
import { exportsBase } from '../operations/export/training-views.ts'
import { lockPath } from '../operations/export/versions.ts'
import { imageFile } from '../operations/index/media-files.ts'
import type { OpenedLibrary } from './open-library.ts'

/** Returns the paths of files that a window names, for the host only. Each function throws NOT_FOUND. */
export const createPlaces = (opened: () => OpenedLibrary | null) => ({
  download: (downloadId: string) => {
    const found = opened()?.downloads.open(downloadId)
    if (!found) throw new EvencastError('NOT_FOUND', 'This export is no longer there. Export again.')
    return found
  },
  imagePath: (imageId: string): string => {
    const library = opened()
    const found = library && imageFile(library.context, imageId)
    if (!found) throw new EvencastError('NOT_FOUND', 'This image is no longer in the folder.')
    return found.file
  },
  trainingSetPath: async (versionId: string): Promise<string> => {
    const library = opened()
    if (!library) throw new EvencastError('NOT_FOUND', 'No library is open. Open a folder first.')
    return lockPath(exportsBase(library.context), versionId)
  },
})
