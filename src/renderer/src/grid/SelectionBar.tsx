import { Columns2, Crop, Download, FolderInput, GalleryHorizontalEnd, GripVertical, Trash2, X } from 'lucide-react'
import { openPanel } from '../model/window/view-store.ts'
import { MOST, startComparing } from '../model/compare/compare-store.ts'
import { startCropping } from '../model/crop/crop-store.ts'
import { cullSelection } from '../model/culling/start.ts'
import { attempt } from '../base/host/attempt.ts'
import { capabilities } from '../base/host/capabilities.ts'
import { strings } from '../base/strings/index.ts'
import { IconButton, Kbd } from '../base/ui/Button.tsx'
import { notify } from '../base/ui/notify.ts'
import { downloadImages } from '../model/edits/download.ts'
import { LANES } from '../model/images/image.ts'
import { LANE_KEYS } from '../model/commands/lane-keys.ts'
import { clearSelection, moveSelection, trashSelection } from '../model/edits/selection-actions.ts'
import { useSelection } from '../model/images/selection-store.ts'

const SHORT = { ...strings.shortLanes, unsorted: strings.lanes.unsorted, rejected: strings.lightbox.verdict.reject }

const { dragOut } = capabilities

/** Actions for the selected images; also shows their shortcuts. */
export function SelectionBar() {
  const size = useSelection((state) => state.selected.size)
  if (size === 0) return null
  return (
    <div className="selection-bar" role="toolbar" aria-label={strings.gallery.selected(size)}>
      <span className="num selection-count">{strings.gallery.selected(size)}</span>
      {LANES.map((lane) => (
        <button key={lane} type="button" data-style={lane} onClick={() => moveSelection(lane)}>
          <span className="visually-hidden">{strings.lightbox.moveTo} </span>
          <span className="selection-lane">{SHORT[lane]}</span> <Kbd>{LANE_KEYS[lane]}</Kbd>
        </button>
      ))}
      <button type="button" onClick={() => openPanel('move-to')}>
        <FolderInput size={13} aria-hidden /> <span className="selection-lane">{strings.edits.moveTo}</span>{' '}
        <Kbd>M</Kbd>
      </button>
      {dragOut && (
        <button
          type="button"
          className="selection-files"
          draggable
          title={strings.edits.dragOutHint}
          onClick={() => notify('info', strings.edits.dragOutHint)}
          onDragStart={(event) => {
            // The operating system drags the files, so the browser must not drag the button.
            event.preventDefault()
            void attempt(() => dragOut([...useSelection.getState().selected]))
          }}
        >
          <GripVertical size={13} aria-hidden /> <span className="selection-lane">{strings.edits.dragOut}</span>
          <span className="visually-hidden">{strings.edits.dragOutHint}</span>
        </button>
      )}
      {!dragOut && (
        <IconButton
          label={strings.gallery.download}
          onClick={() => downloadImages([...useSelection.getState().selected])}
        >
          <Download size={14} />
        </IconButton>
      )}
      <IconButton
        label={strings.crop.command}
        onClick={() => void startCropping([...useSelection.getState().selected])}
      >
        <Crop size={14} />
      </IconButton>
      <IconButton label={strings.edits.delete} onClick={() => trashSelection()}>
        <Trash2 size={14} />
      </IconButton>
      {size > 1 && size <= MOST && (
        <IconButton
          label={strings.compare.title}
          onClick={() => void startComparing([...useSelection.getState().selected])}
        >
          <Columns2 size={14} />
        </IconButton>
      )}
      <IconButton label={strings.culling.commands.selection} onClick={cullSelection}>
        <GalleryHorizontalEnd size={14} />
      </IconButton>
      <IconButton label={strings.gallery.clear} onClick={clearSelection}>
        <X size={14} />
      </IconButton>
    </div>
  )
}
