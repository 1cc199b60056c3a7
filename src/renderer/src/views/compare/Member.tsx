import type { ImageDetailView } from '../../../../main/contract/views.ts'
import { strings } from '../../base/strings/index.ts'
import { Kbd } from '../../base/ui/Button.tsx'
import { bytes } from '../../base/strings/format.ts'
import { choose } from '../../model/compare/answers.ts'
import { type Fact, hasMost } from '../../model/compare/facts.ts'

const text = strings.duplicates

interface MemberProps {
  readonly image: ImageDetailView
  readonly all: readonly ImageDetailView[]
  readonly place: number
  readonly fate: 'best' | 'kept' | 'goes'
  /** The group was answered; before that nothing is removed for being second best. */
  readonly decided: boolean
  /** Why this image is the best. */
  readonly why: string
}

const facts: readonly (readonly [Fact, (image: ImageDetailView) => string])[] = [
  ['pixels', ({ width, height }) => (width === null || height === null ? '–' : `${width} × ${height}`)],
  ['bytes', (image) => bytes(image.bytes)],
  [
    'sharpness',
    ({ measures }) => (measures ? `${strings.lightbox.fields.sharpness} ${measures.sharpness.toFixed(0)}` : '–'),
  ],
]

/** One image of a group; a click or its number key makes it the one to keep. */
export function Member({ image, all, place, fate, decided, why }: MemberProps) {
  const own = image.issues.filter(({ duplicateOf }) => duplicateOf === null)
  return (
    <li className="member" data-fate={fate}>
      <button type="button" title={text.choose(place)} aria-pressed={fate === 'best'} onClick={() => choose(place - 1)}>
        <img src={image.fullUrl} alt={image.filename} draggable={false} />
        <span className="member-fate">
          {fate === 'best' ? (
            <>
              <b>{text.best}</b> {why}
            </>
          ) : fate === 'kept' ? (
            text.kept
          ) : (
            text.goes(decided)
          )}
        </span>
      </button>
      <p className="member-name">
        <Kbd>{place}</Kbd> <span className="ellipsis selectable">{image.filename}</span>
      </p>
      <p className="member-facts num">
        {facts.map(([fact, show]) => (
          <span key={fact} data-most={(fact !== 'bytes' && hasMost(all, image, fact)) || undefined}>
            {show(image)}
          </span>
        ))}
        {own.map((issue) => (
          <span key={issue.key} className="member-issue">
            {strings.issues[issue.key]}
          </span>
        ))}
      </p>
    </li>
  )
}
