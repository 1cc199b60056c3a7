import { ImageOff } from 'lucide-react'
import type { Image } from '../../model/images/image.ts'
import { strings } from '../../base/strings/index.ts'
import { Kbd } from '../../base/ui/Button.tsx'
import { Alike, Similar } from './Alike.tsx'
import { hold } from './use-held.ts'
import { EvaluatorWords } from './EvaluatorWords.tsx'

const text = strings.culling

/** Helps to decide: the base image, the measures, and near duplicates. */
export function Beside({ image, baseUrl }: { readonly image: Image | undefined; readonly baseUrl: string | null }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
    <aside className="culling-beside" tabIndex={0} aria-label={text.beside}>
      <figure className="culling-base">
        {baseUrl === null ? (
          <p className="soft">
            <ImageOff size={18} aria-hidden /> {text.noBase}
          </p>
        ) : (
          <img
            src={baseUrl}
            alt={text.baseImage}
            title={text.holdBase}
            draggable={false}
            onPointerDown={() => hold('b')}
          />
        )}
        {baseUrl !== null && (
          <figcaption>
            {text.baseImage}
            <span>
              {text.holdBase} <Kbd>B</Kbd>
            </span>
          </figcaption>
        )}
      </figure>
      {image && <EvaluatorWords image={image} />}
      <Similar />
      {image && <Alike image={image} />}
    </aside>
  )
}
