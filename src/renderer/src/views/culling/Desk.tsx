import { useEffect } from 'react'
import { useActors } from '../../model/library/actors-store.ts'
import type { Lane } from '../../model/images/image.ts'
import { moved } from '../../model/images/overlay.ts'
import { decodeAhead } from '../stage/decoded.ts'
import { Stage } from '../stage/Stage.tsx'
import { strings } from '../../base/strings/index.ts'
import { Beside } from './Beside.tsx'
import { currentImage, useCulling } from '../../model/culling/culling-store.ts'
import { Filmstrip } from './Filmstrip.tsx'
import { flagsOf, imageAt } from '../../model/culling/queue.ts'
import { useHeld } from './use-held.ts'
import { WordBar } from './WordBar.tsx'

const AHEAD = 4

/** Decodes the next images and their actors' base images while the current one is viewed. */
function useAhead(): void {
  const at = useCulling((state) => state.at)
  const views = useCulling((state) => state.views)
  useEffect(() => {
    const state = useCulling.getState()
    const near = [-1, ...Array.from({ length: AHEAD }, (_, index) => AHEAD - index)].map((by) =>
      imageAt(state, at + by),
    )
    const bases = near.map((image) => (image && useActors.getState().byId.get(image.actorId)?.baseUrl) ?? undefined)
    // The nearest images come last, because the cache drops the oldest first.
    decodeAhead([...bases, ...near.map((image) => image?.fullUrl)])
  }, [at, views])
}

export function Desk({ words }: { readonly words: ReadonlyMap<string, Lane> }) {
  const stored = useCulling(currentImage)
  const said = stored && words.get(stored.imageId)
  const flagged = useCulling((state) => (stored ? flagsOf(state.decisions).get(stored.imageId) : undefined))
  const marked = stored && flagged !== undefined ? { ...stored, flagged } : stored
  const image = marked && said !== undefined ? moved(marked, said) : marked
  const baseUrl = useActors((state) => (stored ? (state.byId.get(stored.actorId)?.baseUrl ?? null) : null))
  const flick = useHeld('b')
  useAhead()
  return (
    <>
      <section className="culling-stage" aria-label={strings.culling.stage}>
        {image && (
          <Stage
            key={image.imageId}
            image={image}
            toggleKey=" "
            instead={flick && baseUrl !== null ? { url: baseUrl, label: strings.culling.baseImage } : null}
          />
        )}
      </section>
      <Beside image={image} baseUrl={baseUrl} />
      <WordBar image={image} said={said} />
      <Filmstrip words={words} />
    </>
  )
}
