import { useEffect, useState } from 'react'
import type { Image } from '../../model/images/image.ts'
import { strings } from '../../base/strings/index.ts'
import { findAlike } from '../../model/culling/alike.ts'

const text = strings.culling
const NONE: readonly Image[] = []

/** Other images of the same picture, small, to be compared with. */
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
