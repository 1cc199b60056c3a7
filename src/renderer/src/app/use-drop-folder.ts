import { useEffect, useState } from 'react'
import { capabilities } from '../host/capabilities.ts'
import { openDropped } from './library-actions.ts'

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** Opens a folder that is dropped anywhere on the window; returns whether one hovers over it now. */
export function useDropFolder(): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    // Also where folders cannot be opened: a dropped file must never replace the page.
    const onOver = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      if (capabilities.folderForDrop) setOver(true)
    }
    const onDrop = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setOver(false)
      const file = event.dataTransfer?.files[0]
      if (file) void openDropped(file)
    }
    const onLeave = (event: DragEvent) => event.relatedTarget === null && setOver(false)
    window.addEventListener('dragover', onOver, { signal })
    window.addEventListener('drop', onDrop, { signal })
    window.addEventListener('dragleave', onLeave, { signal })
    return () => stop.abort()
  }, [])
  return over
}
