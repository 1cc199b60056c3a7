import { Redo2, Undo2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { strings } from '../../base/strings/index.ts'
import { Button, IconButton, Kbd } from '../../base/ui/Button.tsx'
import { applyCrops, redoStep, undoStep } from '../../model/crop/crop-actions.ts'
import { changedIn, imageOn, leaveCropping, useCrop } from '../../model/crop/crop-store.ts'
import { StageHead } from '../stage/StageHead.tsx'
import { CropPanel } from './CropPanel.tsx'
import { CropStage } from './CropStage.tsx'
import { CropStrip } from './CropStrip.tsx'
import './crop.css'

const text = strings.crop

/** The crop editor, with the trainer's cut. Nothing is written before Apply. */
export function Crop() {
  const main = useRef<HTMLElement>(null)
  const state = useCrop()
  const image = imageOn(state)
  const changed = changedIn(state).length
  useEffect(() => main.current?.focus(), [])
  if (!image) return null
  const several = state.images.length > 1
  return (
    <main
      ref={main}
      className="crop"
      tabIndex={-1}
      aria-label={text.label(image.filename)}
      aria-busy={state.busy}
      data-several={several || undefined}
    >
      <StageHead back={text.commands.leave} onBack={leaveCropping}>
        <h1 className="ellipsis selectable">{image.filename}</h1>
        {several && <span className="soft num">{text.of(state.at + 1, state.images.length)}</span>}
        <span className="crop-hint soft ellipsis">{text.hint}</span>
        <IconButton label={strings.undo} disabled={state.past.length === 0} onClick={undoStep}>
          <Undo2 size={16} aria-hidden />
        </IconButton>
        <IconButton label={strings.redo} disabled={state.future.length === 0} onClick={redoStep}>
          <Redo2 size={16} aria-hidden />
        </IconButton>
        <Button variant="primary" disabled={changed === 0 || state.busy} onClick={() => void applyCrops()}>
          {text.apply(changed)} <Kbd>Enter</Kbd>
        </Button>
      </StageHead>
      <CropStage key={image.imageId} image={image} />
      <CropPanel image={image} />
      {several && <CropStrip />}
    </main>
  )
}
