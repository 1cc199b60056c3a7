import type { CSSProperties, PointerEvent } from 'react'
import { useRef } from 'react'
import { type Crop, croppedSize, fillingScale, turnedSize } from '../../../../main/domain/crop.ts'
import { type Handle, HANDLES, type Rect } from '../../../../main/domain/crop-rect.ts'
import { strings } from '../../base/strings/index.ts'
import { beginStep, dragFrom, endDrag } from '../../model/crop/crop-actions.ts'
import { cropIn, cutOfState, sizeOf, useCrop } from '../../model/crop/crop-store.ts'
import type { Image } from '../../model/images/image.ts'

const percent = (part: number): string => `${part * 100}%`

const placeOf = ({ x, y, width, height }: Rect): CSSProperties => ({
  left: percent(x),
  top: percent(y),
  width: percent(width),
  height: percent(height),
})

/** Style that rotates, mirrors and straightens the image as `kit/picture/reshape.ts` does with its pixels. */
const pictureStyle = ({ rotate, mirror, straighten }: Crop, scale: number): CSSProperties => ({
  width: rotate % 180 === 0 ? '100cqw' : '100cqh',
  height: rotate % 180 === 0 ? '100cqh' : '100cqw',
  transform: `translate(-50%, -50%) scale(${scale}) rotate(${straighten}deg) scaleX(${mirror ? -1 : 1}) rotate(${rotate}deg)`,
})

/** The image with its crop: handles and the crop can be dragged, and the rest is dimmed. */
export function CropStage({ image }: { readonly image: Image }) {
  const frame = useRef<HTMLDivElement>(null)
  const crop = useCrop((state) => cropIn(state.drafts, image))
  const size = sizeOf(image)
  const { width, height } = turnedSize(size, crop.rotate)
  const cut = cutOfState(useCrop())(croppedSize(crop, size))
  const drag = (down: PointerEvent<HTMLElement>, handle: Handle) => {
    const box = frame.current?.getBoundingClientRect()
    if (!box || down.button !== 0) return
    down.stopPropagation()
    down.currentTarget.setPointerCapture(down.pointerId)
    beginStep()
    const stop = new AbortController()
    const { signal } = stop
    const onMove = (move: globalThis.PointerEvent) =>
      dragFrom(crop, handle, {
        x: (move.clientX - down.clientX) / box.width,
        y: (move.clientY - down.clientY) / box.height,
      })
    window.addEventListener('pointermove', onMove, { signal })
    for (const end of ['pointerup', 'pointercancel'])
      window.addEventListener(
        end,
        () => {
          stop.abort()
          endDrag()
        },
        { signal },
      )
  }
  return (
    <div className="crop-stage">
      <div ref={frame} className="crop-frame" style={{ '--ratio': width / height } as CSSProperties}>
        <div className="crop-picture">
          <img
            src={`${image.fullUrl}&whole=1`}
            alt={image.filename}
            draggable={false}
            style={pictureStyle(crop, fillingScale(crop.straighten, { width, height }))}
          />
          <div className="crop-dim" style={placeOf(crop)} />
        </div>
        <div
          className="crop-rect"
          role="group"
          aria-label={strings.crop.rect(crop)}
          style={placeOf(crop)}
          onPointerDown={(event) => drag(event, 'move')}
        >
          {cut && (
            <div
              className="crop-bucket"
              style={placeOf({
                x: cut.offset.x / cut.scaled.width,
                y: cut.offset.y / cut.scaled.height,
                width: cut.bucket.width / cut.scaled.width,
                height: cut.bucket.height / cut.scaled.height,
              })}
            />
          )}
          {HANDLES.map((handle) => (
            <span
              key={handle}
              className="crop-handle"
              data-handle={handle}
              onPointerDown={(event) => drag(event, handle)}
            />
          ))}
        </div>
      </div>
    </div>
  )
}
