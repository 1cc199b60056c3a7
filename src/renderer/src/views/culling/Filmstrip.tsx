import { memo } from 'react'
import type { Lane } from '../../model/images/image.ts'
import { strings } from '../../base/strings/index.ts'
import { useCulling } from '../../model/culling/culling-store.ts'
import { imageAt } from '../../model/culling/queue.ts'
import { goTo } from '../../model/culling/deciding.ts'

const text = strings.culling
/** Number of images before the current one, which keeps its place while the next ones slide in from the right. */
const BEHIND = 3
const AHEAD = 20

interface FrameProps {
  readonly name: string
  readonly url: string
  readonly at: number
  readonly place: number
  readonly said: Lane | undefined
}

const Frame = memo(function Frame({ name, url, at, place, said }: FrameProps) {
  return (
    <button
      type="button"
      className="strip-frame"
      aria-current={place === 0 || undefined}
      aria-label={text.stripItem(name, place)}
      data-style={said}
      data-said={said}
      tabIndex={-1}
      onClick={() => goTo(at)}
    >
      <img src={url} alt="" draggable={false} />
    </button>
  )
})

export function Filmstrip({ words }: { readonly words: ReadonlyMap<string, Lane> }) {
  const state = useCulling()
  const places = Array.from({ length: BEHIND + 1 + AHEAD }, (_, index) => index - BEHIND)
  return (
    <nav className="strip" aria-label={text.strip}>
      {places.map((place) => {
        const at = state.at + place
        const image = imageAt(state, at)
        if (!image) return <span key={`none ${at}`} className="strip-frame" />
        return (
          <Frame
            key={image.imageId}
            name={image.filename}
            url={`${image.thumbUrl}&size=256`}
            at={at}
            place={place}
            said={words.get(image.imageId)}
          />
        )
      })}
    </nav>
  )
}
