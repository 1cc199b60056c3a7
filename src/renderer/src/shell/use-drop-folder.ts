import { useEffect, useState } from 'react'
import { capabilities } from '../base/host/capabilities.ts'
import { addFiles, filePlaceAt } from '../model/edits/add-files.ts'
import { strings } from '../base/strings/index.ts'
import { notify } from '../base/ui/notify.ts'
import { openDropped } from '../model/session/library-actions.ts'
import { useView } from '../model/window/view-store.ts'

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** True when the drag holds only images, as far as the browser tells before the drop; folders have no type. */
const carriesImages = ({ dataTransfer }: DragEvent): boolean => {
  const items = [...(dataTransfer?.items ?? [])].filter((item) => item.kind === 'file')
  return items.length > 0 && items.every((item) => item.type.startsWith('image/'))
}

/** Highlights the lane or actor under dragged files. */
function createMark() {
  let marked: Element | null = null
  return (element: Element | null): void => {
    if (element === marked) return
    marked?.removeAttribute('data-file-over')
    element?.setAttribute('data-file-over', '')
    marked = element
  }
}

/**
 * Opens a folder dropped anywhere on the window, and adds images dropped on a lane or an actor. Returns true while a folder hovers over the
 * window.
 */
export function useDropFolder(): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    const mark = createMark()
    const placeOf = (event: DragEvent) => filePlaceAt(event.target, useView.getState().actorId)
    // Also prevented where a drop does nothing: otherwise the browser would replace the page with the dropped file.
    const onOver = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      const images = carriesImages(event)
      const place = images ? placeOf(event) : null
      mark(place?.element ?? null)
      if (event.dataTransfer) event.dataTransfer.dropEffect = images && !place ? 'none' : 'copy'
      setOver(!images && capabilities.folderForDrop !== null)
    }
    const onDrop = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setOver(false)
      mark(null)
      const files = [...(event.dataTransfer?.files ?? [])]
      const place = placeOf(event)
      if (carriesImages(event)) {
        if (place) void addFiles(files, place)
        else notify('info', strings.edits.addNowhere)
      } else if (files[0]) void openDropped(files[0])
    }
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget !== null) return
      setOver(false)
      mark(null)
    }
    window.addEventListener('dragover', onOver, { signal })
    window.addEventListener('drop', onDrop, { signal })
    window.addEventListener('dragleave', onLeave, { signal })
    return () => stop.abort()
  }, [])
  return over
}
