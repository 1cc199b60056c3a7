import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview'
import { type RefObject, useEffect } from 'react'
import { renderDragPreview } from './drag-preview.ts'
import { dispatchSelection, useDrag, useSelection } from './selection-store.ts'

/** Makes an element drag images: all that are selected when it is one of them, otherwise its own. */
export function useDragSource(ref: RefObject<HTMLElement | null>, ownIds: readonly string[]): void {
  const key = ownIds.join('\n')
  useEffect(() => {
    const element = ref.current
    if (!element) return undefined
    const own = key.split('\n')
    return draggable({
      element,
      getInitialData: () => ({ kind: 'images' }),
      onGenerateDragPreview: ({ nativeSetDragImage }) => {
        const { selected } = useSelection.getState()
        const among = own.length === 1 && own[0] !== undefined && selected.has(own[0])
        const imageIds = among ? [...selected] : own
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
  }, [ref, key])
}
