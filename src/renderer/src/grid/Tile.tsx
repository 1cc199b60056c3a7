import {
  Check,
  CircleDashed,
  Crop,
  FileQuestionMark,
  FileText,
  Flag,
  ImageOff,
  Lock,
  PenLine,
  Sparkles,
} from 'lucide-react'
import { memo, type SyntheticEvent, useState } from 'react'
import { strings } from '../base/strings/index.ts'
import { breakable, hyphenated } from '../base/strings/format.ts'
import type { Image } from '../model/images/image.ts'
import type { DeletionStep } from '../model/images/lanes.ts'
import { useCalm } from './fling.ts'
import { placeholderUrl } from './placeholder.ts'
import { notJudgedWord } from '../model/images/not-judged.ts'
import { goes } from '../model/work/summary.ts'
import { useSelection } from '../model/images/selection-store.ts'

interface TileProps {
  readonly image: Image
  readonly step: DeletionStep | null
  /** Omits the details of the reason, which the plan bar shows once for several images. */
  readonly terse?: boolean
  readonly column: number
  readonly side: number
  readonly tabStop: boolean
}

const gravest = (image: Image) => image.issues.find((each) => each.verdict === 'reject') ?? image.issues[0]

function issueText(image: Image): string {
  const issue = gravest(image)
  const more = image.issues.length - 1
  return issue ? `${strings.issues[issue.key]}${more > 0 ? ` +${more}` : ''}` : ''
}

function labelOf(image: Image, step: DeletionStep | null): string {
  const { gallery, issues, vision } = strings
  return [
    image.filename,
    step ? gallery.stepImage(step, `${gallery.out(step.reason)} ${step.detail}`) : '',
    issueText(image),
    ...image.issues.filter((issue) => issue !== gravest(image)).map((issue) => issues[issue.key]),
    image.verdict === null ? gallery.notAssessed : '',
    image.notJudged ?? '',
    image.notJudged === null && image.unmeasured.length > 0 && image.decidedBy !== 'human'
      ? vision.unmeasured(image.unmeasured)
      : '',
    image.unsure && image.style !== null ? `${strings.shortLanes[image.style]}?` : '',
    image.unsure && image.confidence !== null ? gallery.confidence(image.confidence, true) : '',
    image.decidedBy === 'human' ? gallery.human : '',
    image.generated ? gallery.generated : '',
    image.flagged ? gallery.flagged : '',
    image.kept ? strings.promises.mark : '',
    image.crop ? gallery.cropped : '',
    image.sidecars.length > 0 ? gallery.sidecars(image.sidecars) : '',
  ]
    .filter(Boolean)
    .join(', ')
}

/** Beside the actor's name, the number alone identifies an image. */
const shortName = ({ filename, actorId }: Image): string =>
  (filename.startsWith(`${actorId}_`) ? filename.slice(actorId.length + 1) : filename).replace(/\.[^.]+$/, '')

/** Removes the placeholder once the image covers it, to save painting. */
function uncover({ currentTarget }: SyntheticEvent<HTMLElement>): void {
  const tile = currentTarget.closest<HTMLElement>('.tile')
  if (tile) tile.style.backgroundImage = ''
}

/** Cancels the request of a tile that is scrolled away before its image arrives, so that the core makes the visible ones first. */
const abandon = (picture: HTMLImageElement) => () =>
  queueMicrotask(() => {
    if (!picture.isConnected && !picture.complete) picture.removeAttribute('src')
  })

/** Visible text of a tile. Screen readers read the tile's label instead, which has all of it in reading order. */
const Painted = ({ text }: { readonly text: string }) => <span className="painted" data-text={text} />

/** One image. The grid handles clicks and keys; a tile only draws and can be dragged. */
export const Tile = memo(function Tile({ image, step, terse = false, column, side, tabStop }: TileProps) {
  const selected = useSelection((state) => state.selected.has(image.imageId))
  const calm = useCalm()
  const [broken, setBroken] = useState<string | null>(null)
  const size = side * devicePixelRatio > 300 ? 512 : 256
  const source = `${image.thumbUrl}&size=${size}`
  const issue = gravest(image)
  const out = step !== null && goes(step)
  return (
    <div
      role="gridcell"
      tabIndex={tabStop ? 0 : -1}
      aria-selected={selected}
      aria-colindex={column}
      aria-label={labelOf(image, step)}
      className="tile"
      data-cell-key={image.imageId}
      data-image-id={image.imageId}
      data-filename={image.filename}
      data-step-id={step?.stepId}
      data-out={out || undefined}
      data-unread={image.notJudged !== null || undefined}
      data-small={side < 112 || undefined}
      style={{
        width: side,
        height: side,
        backgroundImage: image.colours === null ? undefined : `url(${placeholderUrl(image.colours)})`,
      }}
    >
      {broken === source || image.notJudged !== null ? (
        <span className="tile-broken">
          {image.notJudged === null ? <ImageOff size={22} aria-hidden /> : <FileQuestionMark size={22} aria-hidden />}
        </span>
      ) : (
        <img
          ref={abandon}
          src={calm ? source : undefined}
          alt=""
          decoding="async"
          draggable={false}
          onLoad={uncover}
          onError={() => setBroken(source)}
        />
      )}
      <span className="tile-chips" aria-hidden>
        {step !== null ? (
          <span className="tile-step" data-skipped={!goes(step) || undefined}>
            {!goes(step) ? (
              <>
                <Check size={13} aria-hidden />{' '}
                <Painted text={step.skipped ? strings.gallery.spared : strings.gallery.held} />
              </>
            ) : (
              <>
                <b>
                  <Painted text={hyphenated(strings.gallery.out(step.reason))} />
                </b>
                {!terse && (
                  <span>
                    <Painted text={breakable(step.detail)} />
                  </span>
                )}
              </>
            )}
          </span>
        ) : issue ? (
          <span className="tile-issue" data-verdict={issue.verdict} title={issue.detail}>
            <Painted text={hyphenated(issueText(image))} />
          </span>
        ) : image.notJudged !== null ? (
          <span className="tile-issue" data-verdict="unanswered" title={image.notJudged}>
            <CircleDashed size={11} aria-hidden /> <Painted text={notJudgedWord(image.notJudged)} />
          </span>
        ) : (
          image.unanswered && (
            <span className="tile-issue" data-verdict="unanswered" title={strings.vision.unmeasured(image.unmeasured)}>
              <CircleDashed size={11} aria-hidden /> <Painted text={strings.vision.unanswered} />
            </span>
          )
        )}
        {!out && (
          <span className="tile-name num ellipsis" data-actor={image.actorId}>
            <Painted text={shortName(image)} />
          </span>
        )}
        {!out && (
          <span className="tile-marks">
            {image.lane === 'unsorted' && image.unsure && image.style !== null && (
              <span className="tile-unsure">
                <Painted text={`${strings.shortLanes[image.style]}?`} />
              </span>
            )}
            {image.sidecars.length > 0 && (
              <span className="tile-mark" title={image.sidecars.join('\n')}>
                <FileText size={11} aria-hidden />
              </span>
            )}
            {image.crop && (
              <span className="tile-mark" title={strings.gallery.cropped}>
                <Crop size={11} aria-hidden />
              </span>
            )}
            {image.kept && (
              <span className="tile-mark" title={strings.promises.mark}>
                <Lock size={11} aria-hidden />
              </span>
            )}
            {image.flagged && (
              <span className="tile-mark" data-flag title={strings.gallery.flagged}>
                <Flag size={11} aria-hidden />
              </span>
            )}
            {image.generated && (
              <span className="tile-mark" title={strings.gallery.generated}>
                <Sparkles size={11} aria-hidden />
              </span>
            )}
            {image.decidedBy === 'human' && (
              <span className="tile-mark" title={strings.gallery.human}>
                <PenLine size={11} aria-hidden />
              </span>
            )}
          </span>
        )}
      </span>
    </div>
  )
})
