import { Popover } from '@base-ui/react/popover'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useActors } from '../../model/library/actors-store.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { useView } from '../../model/window/view-store.ts'
import { useImages } from '../../model/images/images-store.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { type Step, stepsFor } from '../../model/tour/steps.ts'
import { endTour, showStep, startTour, useTour } from '../../model/tour/tour-store.ts'
import './tour.css'

const { tour } = strings

/** Time that the layout must be still before a step is shown. */
const SETTLE_MS = 300

/** Starts the tour once, when the first images appear. */
function useFirstRun(): void {
  const seen = useLibrary((state) => state.settings?.values.tourSeen ?? true)
  const ready = useView((state) => state.page === 'gallery' && state.panel === null && state.actorId !== null && !seen)
  const any = useImages((state) => state.byActor.values().some((images) => images.length > 0))
  useEffect(() => {
    if (!ready || !any) return undefined
    const timer = setTimeout(startTour, SETTLE_MS)
    return () => clearTimeout(timer)
  }, [ready, any])
}

/** Returns the element, or its gallery when the image is scrolled out of view and not mounted. */
const elementOf = (selector: string): Element | null =>
  document.querySelector(selector) ?? document.querySelector('.gallery')

/** Returns the element that a step points at, and highlights it; an edit or assessment may replace the element at any time. */
function usePointedAt(selector: string | undefined): Element | null {
  const [element, setElement] = useState<Element | null>(null)
  useEffect(() => {
    if (selector === undefined) return undefined
    const look = () => setElement(elementOf(selector))
    look()
    const timer = setInterval(look, SETTLE_MS)
    return () => clearInterval(timer)
  }, [selector])
  useEffect(() => {
    element?.setAttribute('data-tour', '')
    return () => element?.removeAttribute('data-tour')
  }, [element])
  return element
}

function Coach({ steps, at }: { readonly steps: readonly Step[]; readonly at: number }) {
  const step = steps[at]
  const anchor = usePointedAt(step?.anchor)
  const next = useRef<HTMLButtonElement>(null)
  const last = at === steps.length - 1
  if (!step) return null
  return (
    <Popover.Root open onOpenChange={(open, { reason }) => !open && reason === 'escape-key' && endTour()}>
      <Popover.Portal>
        <Popover.Positioner
          className="menu-positioner"
          anchor={anchor}
          side="bottom"
          sideOffset={10}
          collisionPadding={14}
        >
          <Popover.Popup className="tour" initialFocus={next}>
            {step.thumbUrl !== null && <img src={`${step.thumbUrl}&size=256`} alt="" />}
            <Popover.Title className="tour-title">{step.title}</Popover.Title>
            <Popover.Description className="tour-text">{step.text}</Popover.Description>
            <div className="tour-foot">
              <span className="num soft">{tour.of(at + 1, steps.length)}</span>
              {!last && (
                <Button variant="quiet" size="s" onClick={endTour}>
                  {tour.skip}
                </Button>
              )}
              <Button ref={next} variant="primary" size="s" onClick={() => (last ? endTour() : showStep(at + 1))}>
                {last ? tour.done : tour.next}
              </Button>
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** A few steps on the user's own images, for the first library. The app stays usable. */
export function Tour() {
  useFirstRun()
  const at = useTour((state) => state.step)
  const actorId = useView((state) => state.actorId)
  const page = useView((state) => state.page)
  const panel = useView((state) => state.panel)
  const actor = useActors((state) => (actorId === null ? undefined : state.byId.get(actorId)))
  const images = useImages((state) => (actorId === null ? undefined : state.byActor.get(actorId)))
  const steps = useMemo(() => (actor && images ? stepsFor(actor, images) : []), [actor, images])
  if (at === null || page !== 'gallery' || panel !== null) return null
  return <Coach steps={steps} at={at} />
}
