import { Dialog } from '@base-ui/react/dialog'
import { ChevronLeft, ChevronRight, Crop, Flag, FolderSearch, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useActors } from '../../model/library/actors-store.ts'
import { shown } from '../../model/shown/shown.ts'
import { startCropping } from '../../model/crop/crop-store.ts'
import { toggleFlags } from '../../model/edits/selection-actions.ts'
import { requestFocus } from '../../model/images/focus-store.ts'
import { findImage, useImages } from '../../model/images/images-store.ts'
import { type Image, LANES } from '../../model/images/image.ts'
import { moved } from '../../model/images/overlay.ts'
import { moveSelection } from '../../model/edits/selection-actions.ts'
import { dispatchSelection } from '../../model/images/selection-store.ts'
import { LANE_KEYS } from '../../model/commands/lane-keys.ts'
import { imagesIn } from '../../model/shown/blocks.ts'
import { attempt } from '../../base/host/attempt.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { strings } from '../../base/strings/index.ts'
import { IconButton, Kbd } from '../../base/ui/Button.tsx'
import { decodeAhead } from '../stage/decoded.ts'
import { Details } from './Details.tsx'
import { closeLightbox, openLightbox, useLightbox } from '../../model/window/lightbox-store.ts'
import { Stage } from '../stage/Stage.tsx'
import { useInspection } from './use-inspection.ts'
import './lightbox.css'

/** Keeps the order from when the lightbox opened, so that moving an image to another lane does not lose the user's place. */
function useOrder(imageId: string): readonly string[] {
  const [order] = useState(() => imagesIn(shown()))
  return order.includes(imageId) ? order : [imageId]
}

function close(imageId: string): void {
  closeLightbox()
  dispatchSelection({ type: 'only', key: imageId })
  requestFocus(imageId)
}

function useImage(imageId: string): Image | undefined {
  const image = useImages((state) => findImage(state, imageId))
  const move = useImages((state) => state.overlay.get(imageId))
  return image && move && move.lane !== null ? moved(image, move.lane) : image
}

const urlOf = (imageId: string | undefined): string | undefined =>
  imageId === undefined ? undefined : findImage(useImages.getState(), imageId)?.fullUrl

function Viewer({ image }: { readonly image: Image }) {
  const { imageId } = image
  const order = useOrder(imageId)
  const inspection = useInspection(image)
  const baseUrl = useActors((state) => state.byId.get(image.actorId)?.baseUrl ?? null)
  const at = order.indexOf(imageId)
  const popup = useRef<HTMLDivElement>(null)
  const to = (step: number) => {
    const next = order[at + step]
    if (next !== undefined) openLightbox(next)
  }
  useEffect(() => decodeAhead([urlOf(order[at + 1]), urlOf(order[at - 1])]), [order, at])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, ']': 1, '[': -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    to(step)
  }
  const reveal = capabilities.reveal
  return (
    <Dialog.Popup ref={popup} className="lightbox" onKeyDown={onKeyDown} initialFocus={popup} finalFocus={false}>
      <header className="lightbox-head">
        <Dialog.Title className="lightbox-title ellipsis selectable">{image.filename}</Dialog.Title>
        <span className="num soft">{strings.lightbox.of(at + 1, order.length)}</span>
        <div className="lightbox-lanes" role="group" aria-label={strings.lightbox.moveTo}>
          {LANES.map((lane) => (
            <button
              key={lane}
              type="button"
              data-style={lane}
              aria-pressed={image.lane === lane}
              onClick={() => moveSelection(lane)}
            >
              {strings.lanes[lane]} <Kbd>{LANE_KEYS[lane]}</Kbd>
            </button>
          ))}
        </div>
        <IconButton
          label={strings.commands.titles.flag}
          aria-pressed={image.flagged}
          className="flag-button"
          onClick={toggleFlags}
        >
          <Flag size={16} />
        </IconButton>
        {image.width !== null && (
          <IconButton
            label={strings.crop.command}
            aria-pressed={image.crop !== null}
            onClick={() => void startCropping([imageId])}
          >
            <Crop size={16} />
          </IconButton>
        )}
        {reveal && (
          <IconButton label={strings.lightbox.reveal} onClick={() => void attempt(() => reveal(imageId))}>
            <FolderSearch size={17} />
          </IconButton>
        )}
        <IconButton label={strings.close} onClick={() => close(imageId)}>
          <X size={18} />
        </IconButton>
      </header>
      <div className="lightbox-main">
        <IconButton
          label={strings.lightbox.previous}
          className="lightbox-step"
          disabled={at <= 0}
          onClick={() => to(-1)}
        >
          <ChevronLeft size={24} />
        </IconButton>
        <Stage key={imageId} image={image} inspection={inspection} />
        <IconButton
          label={strings.lightbox.next}
          className="lightbox-step"
          disabled={at >= order.length - 1}
          onClick={() => to(1)}
        >
          <ChevronRight size={24} />
        </IconButton>
      </div>
      <Details image={image} baseUrl={baseUrl} inspection={inspection} />
    </Dialog.Popup>
  )
}

function Opened({ imageId }: { readonly imageId: string }) {
  const image = useImage(imageId)
  useEffect(() => {
    if (!image) closeLightbox()
  }, [image])
  return image ? <Viewer image={image} /> : null
}

/** One image, large, with all facts about it. */
export function Lightbox() {
  const imageId = useLightbox((state) => state.imageId)
  if (imageId === null) return null
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close(imageId)}>
      <Dialog.Portal>
        <Opened imageId={imageId} />
      </Dialog.Portal>
    </Dialog.Root>
  )
}
