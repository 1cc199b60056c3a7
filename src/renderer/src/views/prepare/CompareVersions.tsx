import { ArrowLeft } from 'lucide-react'
import type { ComparedImageView, ExportComparisonView, ExportVersionView } from '../../../../main/contract/training.ts'
import { differenceOf } from '../../../../main/domain/caption/difference.ts'
import { percentSeen } from '../../../../main/domain/training/repeats.ts'
import { api } from '../../base/host/connect.ts'
import { useAnswer } from '../../base/host/use-answer.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { CutMark } from './CutMark.tsx'
import { nameOfStyle } from './MixTable.tsx'

const text = strings.prepare.versions

interface CompareVersionsProps {
  readonly before: ExportVersionView
  readonly after: ExportVersionView
  readonly onBack: () => void
}

/** Two exports side by side: the mix, the settings, then every image that differs. */
export function CompareVersions({ before, after, onBack }: CompareVersionsProps) {
  const { answer } = useAnswer(() => api.training.compare({ before: before.versionId, after: after.versionId }))
  if (answer === null) return null
  if (!answer.ok) return <p role="alert">{answer.problem.message}</p>
  const { images, same, mix, settings } = answer.value
  const [was, is] = [partsOf(mix.map((each) => each.before)), partsOf(mix.map((each) => each.after))]
  return (
    <section className="version-compare" aria-label={text.comparison}>
      <header>
        <Button size="s" variant="quiet" icon={<ArrowLeft size={14} />} onClick={onBack}>
          {text.back}
        </Button>
        <span className="soft num">{text.summary(images.length, same)}</span>
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.differences}</th>
            <Head version={before} />
            <Head version={after} />
          </tr>
        </thead>
        <tbody>
          {mix.map(({ style }, i) => (
            <Row key={style} name={nameOfStyle(style)} before={was[i] ?? ''} after={is[i] ?? ''} />
          ))}
          {settings.map((row) => (
            <Row key={row.key} name={text.settings(row.key)} before={row.before} after={row.after} />
          ))}
        </tbody>
      </table>
      <ul>
        {images.map((image) => (
          <li key={image.filename}>
            <h3 className="selectable">
              {image.filename}{' '}
              <small className="soft">{image.changes.map((each) => text.changes[each]).join(', ')}</small>
            </h3>
            <Side image={image.before} other={image.after} />
            <Side image={image.after} other={image.before} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function partsOf(found: readonly ExportComparisonView['mix'][number]['before'][]): readonly string[] {
  const percent = percentSeen(found)
  return found.map((part, i) => (part ? text.part(part.images, part.repeats, percent[i] ?? 0) : '–'))
}

const Head = ({ version: { name, trainer } }: { readonly version: ExportVersionView }) => (
  <th scope="col">
    {name} <small className="soft">{strings.prepare.export.titles[trainer]}</small>
  </th>
)

const Row = ({ name, before, after }: { readonly name: string; readonly before: string; readonly after: string }) => (
  <tr data-changed={before !== after || undefined}>
    <th scope="row">{name}</th>
    <td className="num">{before}</td>
    <td className="num">{after}</td>
  </tr>
)

interface SideProps {
  readonly image: ComparedImageView | null
  readonly other: ComparedImageView | null
}

/** An image in one of the versions: its crop outlined, and its caption with the differences marked. */
function Side({ image, other }: SideProps) {
  if (!image) return <p className="version-absent soft">{text.absent}</p>
  const { imageUrl, size, caption, crop, style } = image
  const { start, from: own, end } = differenceOf(caption, other?.caption ?? caption)
  return (
    <div className="version-side">
      {imageUrl === null ? (
        <p className="version-absent soft">{text.gone}</p>
      ) : (
        <span className="version-picture">
          <img src={imageUrl} alt="" loading="lazy" draggable={false} />
          {crop && <CutMark {...crop} />}
        </span>
      )}
      <small className="soft num">
        {strings.buckets.px(size)}
        {style !== other?.style && style !== null && ` · ${nameOfStyle(style)}`}
      </small>
      <p className="selectable">
        {start}
        {own !== '' && <mark>{own}</mark>}
        {end}
      </p>
    </div>
  )
}
