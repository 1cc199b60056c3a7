import { useEffect, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Image } from '../../model/images/image.ts'
import { strings } from '../../base/strings/index.ts'
import { useCulling } from '../../model/culling/culling-store.ts'
import { groupAround } from '../../model/culling/queue.ts'
import { findAlike } from '../../model/culling/alike.ts'

const text = strings.culling
const NONE: readonly Image[] = []
/** More images than this would push the measures out of view. */
const MOST_SIMILAR = 4

/** Undecided images similar to this one; G applies the next decision to all of them. */
export function Similar() {
  const members = useCulling(useShallow(groupAround))
  const current = useCulling((state) => state.imageIds[state.at])
  if (members.length < 2) return null
  return (
    <section className="alike similar">
      <h2>{text.similar(members.length)}</h2>
      <ul>
        {members.slice(0, MOST_SIMILAR).map(({ imageId, thumbUrl, filename }) => (
          <li key={imageId} aria-current={imageId === current || undefined}>
            <img src={`${thumbUrl}&size=256`} alt={filename} draggable={false} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Near duplicates of this image, small, for comparison. */
export function Alike({ image }: { readonly image: Image }) {
  const [found, setFound] = useState<{ readonly of: string; readonly images: readonly Image[] } | null>(null)
  const { imageId, actorId } = image
  useEffect(() => {
    let current = true
    void findAlike(actorId, imageId).then((images) => current && setFound({ of: imageId, images }))
    return () => {
      current = false
    }
  }, [actorId, imageId])
  const images = found?.of === imageId ? found.images : NONE
  if (images.length < 2) return null
  return (
    <section className="alike">
      <h2>{text.alike}</h2>
      <ul>
        {images.map((each, index) => (
          <li key={each.imageId} aria-current={each.imageId === imageId || undefined}>
            <img src={`${each.thumbUrl}&size=256`} alt={each.filename} draggable={false} />
            <span className="num">
              {each.width === null ? '' : `${each.width} × ${each.height}`}
              {index === 0 && <b> {text.best}</b>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
