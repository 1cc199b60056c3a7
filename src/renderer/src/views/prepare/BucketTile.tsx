import type { CSSProperties } from 'react'
import type { BucketedImageView } from '../../../../main/contract/training.ts'
import { cutAway, enlarged } from '../../../../main/domain/bucket/cut.ts'
import { strings } from '../../base/strings/index.ts'
import { CutMark } from './CutMark.tsx'

const text = strings.buckets

interface BucketTileProps {
  readonly image: BucketedImageView
  readonly onCrop: () => void
}

/** An exported image with the part that the trainer cuts off dimmed; a click opens it in the crop editor. */
export function BucketTile({ image: { filename, thumbUrl, size, cut, advice }, onCrop }: BucketTileProps) {
  return (
    <button type="button" className="bucket-tile" title={filename} onClick={onCrop}>
      <span className="bucket-picture" style={{ '--ratio': size.width / size.height } as CSSProperties}>
        <img src={`${thumbUrl}&size=256`} alt={text.edit(filename)} loading="lazy" draggable={false} />
        {cut && (
          <CutMark
            x={cut.offset.x / cut.scaled.width}
            y={cut.offset.y / cut.scaled.height}
            width={cut.bucket.width / cut.scaled.width}
            height={cut.bucket.height / cut.scaled.height}
          />
        )}
      </span>
      <span className="bucket-facts num">
        {text.px(size)}
        {cut && <small className="soft">{text.about(enlarged(size, cut), cutAway(cut))}</small>}
        {advice.map((each) => (
          <small key={each} className="bucket-advice">
            {text.advice[each]}
          </small>
        ))}
      </span>
    </button>
  )
}
