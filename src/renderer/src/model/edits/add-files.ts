import { shown } from '../shown/shown.ts'
import { LANES, type Lane } from '../images/image.ts'
import { capabilities, UploadError } from '../../base/host/capabilities.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'
import { editImages } from './image-edits.ts'

/** Destination of added files: an actor, and optionally one of its lanes. */
interface FileTarget {
  readonly actorId: string
  readonly lane: Lane | null
}

/** Opens the system's file dialog and adds the chosen images. */
export function chooseFiles(actorId: string, lane: Lane | null = null): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = 'image/*'
  input.multiple = true
  input.addEventListener('change', () => void addFiles([...(input.files ?? [])], { actorId, lane }))
  input.click()
}

interface FilePlace extends FileTarget {
  readonly element: Element
}

/** Returns the lane or actor under dragged files, or null. */
export function filePlaceAt(target: EventTarget | null, actorId: string | null): FilePlace | null {
  const element = target instanceof Element ? target.closest('[data-lane], .actor-row[data-actor-id]') : null
  const row = element?.getAttribute('data-actor-id')
  if (element && row !== null && row !== undefined) return { element, actorId: row, lane: null }
  const lane = LANES.find((each) => each === element?.getAttribute('data-lane'))
  return element && lane && actorId !== null && shown() ? { element, actorId, lane } : null
}

/** Copies files into an actor; dropped folders are left out. */
export async function addFiles(files: readonly File[], { actorId, lane }: FileTarget): Promise<void> {
  const fileIds: string[] = []
  try {
    // One at a time, so that each upload is complete before the next begins.
    for (const file of files) {
      const fileId = await capabilities.fileForDrop(file)
      if (fileId !== null) fileIds.push(fileId)
    }
  } catch (error) {
    const message = error instanceof UploadError && error.message !== '' ? error.message : strings.errors.unreachable
    return notify('error', message)
  }
  if (fileIds.length === 0) return
  await editImages({
    imageIds: [],
    lane: null,
    announcement: strings.edits.addedSpoken(fileIds.length, actorId, capabilities.modifier),
    call: () => api.images.add({ fileIds, actorId, lane: lane ?? undefined }),
  })
}
