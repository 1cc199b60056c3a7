import type { BucketAdvice } from '../../../../main/domain/bucket/advice.ts'

const images = (n: number): string => (n === 1 ? '1 image' : `${n.toLocaleString('en')} images`)
const percent = (share: number): string => `${Math.round(share * 100)} %`
const px = ({ width, height }: { readonly width: number; readonly height: number }): string => `${width} × ${height}`

/** How a trainer cuts images, in the crop editor and before an export. */
export const buckets = {
  title: 'What the trainer sees',
  trainer: 'Trainer',
  resolution: 'Resolution',
  batch: 'Batch size',
  px,
  bucket: 'Bucket',
  scaled: 'Scaled to',
  cut: 'Cropped off',
  scale: (factor: number) => `${factor.toFixed(2)}×`,
  percent,
  exact: 'nothing',
  advice: {
    'no-bucket': 'No bucket: the trainer stops here',
    enlarged: 'Enlarged',
    cut: 'Loses over a third',
    alone: 'Alone in its bucket',
    dropped: 'Some left out by the batch size',
    'too-few': 'Bucket smaller than a batch: the trainer stops',
  } satisfies Record<BucketAdvice, string>,
  good: 'No changes needed',
  unknown: 'This trainer does not document how it crops images.',
  summary: (n: number, sizes: number, marked: number) =>
    `${images(n)} in ${sizes === 1 ? '1 bucket' : `${sizes} buckets`}${marked === 0 ? '' : ` · ${marked} to review`}`,
  loading: 'Sorting images into buckets…',
  all: 'All',
  marked: 'To review',
  edit: (filename: string) => `Crop ${filename}`,
  cropMarked: (n: number) => `Crop ${images(n)}…`,
  more: (n: number) => `and ${images(n)} more`,
  inBucket: (n: number) => images(n),
  none: 'No bucket',
  about: (scale: number, cut: number) =>
    `${scale.toFixed(2)}×${cut >= 0.005 ? `, ${percent(cut)} cropped off` : ', nothing cropped off'}`,
}

export const crop = {
  command: 'Crop…',
  label: (filename: string) => `Crop ${filename}`,
  of: (at: number, n: number) => `${at} of ${n}`,
  rect: (rect: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }) =>
    `Crop: ${percent(rect.width)} wide, ${percent(rect.height)} high, ${percent(rect.x)} from the left, ${percent(rect.y)} from the top`,
  hint: 'Arrows move, Shift and arrows resize',
  apply: (n: number) => (n > 1 ? `Crop ${images(n)}` : 'Apply'),
  cropped: (n: number) => `Cropped ${images(n)}`,
  gone: 'These images are no longer there.',
  notMeasured: 'These images have not been assessed, or cannot be read. Assess the actor first.',
  scope: 'Apply tools to',
  scopes: (n: number) => ({ one: 'This image', all: `All ${n}` }),
  shape: 'Shape',
  shapes: { free: 'Free', original: 'Original', bucket: 'Bucket' },
  tools: 'Tools',
  auto: 'Find the subject',
  borders: 'Remove borders',
  bordersFound: (share: number) => `Borders cover ${percent(share)} of this image.`,
  mirror: 'Mirror',
  turn: 'Turn',
  straighten: 'Straighten',
  degrees: (degrees: number) => `${degrees.toFixed(1)}°`,
  reset: 'Reset crop',
  leaves: 'After crop',
  strip: 'Images to crop',
  inStrip: (filename: string, changed: boolean) => (changed ? `${filename}, changed` : filename),
  nothingFound: 'Nothing to change.',
  commands: {
    leave: 'Leave without cropping',
    apply: 'Apply',
    shape: 'Next shape',
    left: 'Move left',
    right: 'Move right',
    up: 'Move up',
    down: 'Move down',
    wider: 'Wider',
    narrower: 'Narrower',
    taller: 'Taller',
    shorter: 'Shorter',
    clockwise: 'Straighten clockwise',
    counterClockwise: 'Straighten counter-clockwise',
    next: 'Next image',
    previous: 'Previous image',
  },
}
