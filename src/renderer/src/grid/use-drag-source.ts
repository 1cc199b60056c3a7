import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview'
import { type RefObject, useEffect } from 'react'
import { attempt } from '../base/host/attempt.ts'
import { capabilities } from '../base/host/capabilities.ts'
import { dragDataOf } from '../model/edits/download.ts'
import { renderDragPreview } from './drag-preview.ts'
import { dispatchSelection, useDrag, useSelection } from '../model/images/selection-store.ts'

/** Makes an element drag images: the whole selection when its own images are part of it, otherwise its own images. */
export function useDragSource(ref: RefObject<HTMLElement | null>, ownIds: readonly string[]): void {
  const key = ownIds.join('\n')
  useEffect(() => (ref.current ? dragSource(ref.current, () => key.split('\n')) : undefined), [ref, key])
}

/** The same for an existing element. Returns a function that stops it. */
export function dragSource(element: HTMLElement, ownIds: () => readonly string[]): () => void {
  const chosen = (): readonly string[] => {
    const own = ownIds()
    const { selected } = useSelection.getState()
    return own.length === 1 && own[0] !== undefined && selected.has(own[0]) ? [...selected] : own
  }
  return draggable({
    element,
    canDrag({ input }) {
      const { dragOut } = capabilities
      if (!dragOut || !input.altKey) return true
      // With Alt, the operating system drags the files.
      void attempt(() => dragOut(chosen()))
      return false
    },
    // A browser drags out one file only, so several become an archive; on the desktop the operating system takes them all.
    getInitialDataForExternal: () => (capabilities.dragOut ? {} : dragDataOf(chosen())),
    getInitialData: () => ({ kind: 'images' }),
    onGenerateDragPreview: ({ nativeSetDragImage }) => {
      const imageIds = chosen()
      useDrag.setState({ imageIds })
      setCustomNativeDragPreview({
        nativeSetDragImage,
        getOffset: () => ({ x: 56, y: 64 }),
        render: ({ container }) => renderDragPreview(container, imageIds),
      })
    },
    onDragStart: () => {
      const { imageIds } = useDrag.getState()
      if (!imageIds.every((id) => useSelection.getState().selected.has(id))) {
        dispatchSelection({ type: 'set', keys: imageIds })
      }
    },
  })
}
