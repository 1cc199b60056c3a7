import { FlipHorizontal2, Frame, RotateCw, ScanFace, Undo } from 'lucide-react'
import type { MouseEvent } from 'react'
import { strings } from '../../base/strings/index.ts'
import { Button, Kbd } from '../../base/ui/Button.tsx'
import { Segmented } from '../../base/ui/Segmented.tsx'
import {
  beginStep,
  chooseShape,
  findFor,
  findSubject,
  mirror,
  reset,
  straightenTo,
  turn,
} from '../../model/crop/crop-actions.ts'
import { cropIn, setAll, useCrop } from '../../model/crop/crop-store.ts'
import { type Shape, SHAPES } from '../../model/crop/shapes.ts'
import type { Image } from '../../model/images/image.ts'
import { BordersOffer } from './BordersOffer.tsx'
import { BucketFacts } from './BucketFacts.tsx'

const text = strings.crop
const nameOf = (shape: Shape): string => new Map<string, string>(Object.entries(text.shapes)).get(shape) ?? shape

/** A click on a control must not move the focus away from the crop. */
const keepFocus = (event: MouseEvent): void => {
  if (event.target instanceof Element && event.target.closest('button')) event.preventDefault()
}

/** All crop tools other than dragging. */
export function CropPanel({ image }: { readonly image: Image }) {
  const { shape, all, images, busy } = useCrop()
  const crop = useCrop((state) => cropIn(state.drafts, image))
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- nothing is done here but keeping the focus where it is
    <aside className="crop-panel" onMouseDown={keepFocus}>
      {images.length > 1 && (
        <Segmented
          label={text.scope}
          value={all ? 'all' : 'one'}
          options={text.scopes(images.length)}
          onChange={(value) => setAll(value === 'all')}
        />
      )}
      <section className="crop-section">
        <h2>
          {text.shape} <Kbd>R</Kbd>
        </h2>
        <div className="crop-shapes num" role="group" aria-label={text.shape}>
          {SHAPES.map((each) => (
            <button key={each} type="button" aria-pressed={each === shape} onClick={() => chooseShape(each)}>
              {nameOf(each)}
            </button>
          ))}
        </div>
      </section>
      <section className="crop-section">
        <h2>{text.tools}</h2>
        <div className="crop-tools">
          <Button size="s" icon={<ScanFace size={14} />} aside="S" disabled={busy} onClick={() => void findSubject()}>
            {text.auto}
          </Button>
          <Button
            size="s"
            icon={<Frame size={14} />}
            aside="B"
            disabled={busy}
            onClick={() => void findFor({ kind: 'borders' })}
          >
            {text.borders}
          </Button>
          <Button size="s" icon={<FlipHorizontal2 size={14} />} aside="M" aria-pressed={crop.mirror} onClick={mirror}>
            {text.mirror}
          </Button>
          <Button size="s" icon={<RotateCw size={14} />} aside="T" onClick={turn}>
            {text.turn}
          </Button>
        </div>
        <BordersOffer key={image.imageId} image={image} />
        <label className="crop-straighten">
          <span>{text.straighten}</span>
          <output className="num soft">{text.degrees(crop.straighten)}</output>
          <input
            type="range"
            min={-15}
            max={15}
            step={0.1}
            value={crop.straighten}
            onPointerDown={beginStep}
            onKeyDown={({ repeat }) => !repeat && beginStep()}
            onChange={({ target }) => straightenTo(Number(target.value))}
          />
        </label>
        <Button size="s" variant="quiet" icon={<Undo size={14} />} aside="0" onClick={reset}>
          {text.reset}
        </Button>
      </section>
      <BucketFacts image={image} />
    </aside>
  )
}
