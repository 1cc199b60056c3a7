import { count, percent } from './format.ts'
import { images, type LaneName, lanes, reasons, shortLanes } from './words.ts'

const moved = (n: number, lane: LaneName): string => `Moved ${images(n)} to ${lanes[lane]}`

/** Heading of a group of images. */
interface GroupWords {
  readonly kind: 'look' | 'prompt' | 'family' | 'maker' | 'person'
  readonly of: string
  readonly style: keyof typeof shortLanes
  readonly leastSure: number | null
  readonly ofBase: boolean
}

export const gallery = {
  label: (name: string) => `Images of ${name}`,
  ofTarget: (n: number, target: number) => `${count(n)} / ${count(target)}`,
  shownOf: (n: number, all: number) => `${count(n)} of ${count(all)}`,
  /** Unsure images are counted apart, because they may belong to another lane. */
  withUnsure: (n: number, unsure: number, target: number) =>
    `${count(n)} + ${count(unsure)} unsure of ${count(target)}`,
  withUnsureShort: (n: number, unsure: number, target: number) => `${count(n)}+${count(unsure)}?/${count(target)}`,
  withUnsureTight: (n: number, unsure: number) => `${count(n)}+${count(unsure)}?`,
  gapUnknown: 'Not known before all images are assessed',
  missing: (n: number) => `${count(n)} missing`,
  open: (n: number) => `${count(n)} missing`,
  tooMany: (n: number) => `${count(n)} extra`,
  full: 'complete',
  unsure: (n: number) => `${count(n)} unsure`,
  laneLabel: (lane: LaneName, n: number, target: number | null) =>
    target === null ? `${lanes[lane]}, ${images(n)}` : `${lanes[lane]}, ${count(n)} of ${count(target)} images`,
  cannotKeep: ([only, ...more]: readonly string[]) =>
    more.length === 0
      ? `${only} can’t be read, so it stays in Rejected. Replace the file or delete it.`
      : `${images(more.length + 1)} can’t be read, so they stay in Rejected. Replace the files or delete them.`,
  openPlaces: (n: number) => `${images(n)} missing`,
  back: 'Back',
  backTo: (page: string) => `Back to ${page}`,
  groupTitle: ({ kind, of, style, ofBase }: GroupWords, n: number): string => {
    switch (kind) {
      case 'look':
        return `${count(n)} similar · ${shortLanes[style]}?`
      case 'prompt':
        return `${count(n)} from prompt ${of} · ${shortLanes[style]}?`
      case 'family':
        return `${count(n)} of ${of} · ${shortLanes[style]}?`
      case 'maker':
        return `${count(n)} made with ${of} · ${shortLanes[style]}?`
      case 'person':
        return `Person ${of}${ofBase ? ', as in the base image' : ''} · ${images(n)}`
    }
  },
  groupDoubt: ({ kind, leastSure }: GroupWords) =>
    leastSure === null || kind === 'person' ? undefined : `The least sure of them is ${percent(leastSure)} sure`,
  groupSplit: (n: number) => `Split these ${count(n)} in two`,
  groupSplitNow: (n: number) => `Split ${images(n)} in two groups.`,
  groupSelect: 'Select',
  groupSend: (n: number) => `all ${count(n)}`,
  generated: 'generated',
  human: 'classified by you',
  flagged: 'flagged',
  cropped: 'cropped',
  sidecars: (names: readonly string[]) => `with ${names.join(', ')}`,
  flaggedNow: (n: number, flagged: boolean) => (flagged ? `Flagged ${images(n)}.` : `Unflagged ${images(n)}.`),
  notAssessed: 'not assessed',
  /** An unsure classification is never called sure, however high its probability. */
  confidence: (share: number, unsure: boolean) => (unsure ? `unsure, ${percent(share)}` : `${percent(share)} sure`),
  failed: 'Can’t be read',
  tooManyFiles: (most: number) => `An archive holds at most ${most.toLocaleString('en')} images. Select fewer images.`,
  download: 'Download',
  out: (reason: string) => reasons[reason] ?? reason,
  spare: 'Keep',
  spared: 'Kept',
  skipped: 'Skipped',
  /** The image is removed once its replacement is generated. */
  held: 'Stays for now',
  heldText: 'It is removed only if an image is generated in its place.',
  stepImage: ({ skipped, held }: { readonly skipped: boolean; readonly held: boolean }, why: string) =>
    skipped ? 'Kept' : held ? 'Stays for now' : `will be removed, ${why}`,
  stepFrame: (text: string, skipped: boolean) => (skipped ? text : `To generate: ${text}`),
  size: 'Tile size',
  fit: 'Fit',
  fitLabel: 'Fit all images on screen',
  selected: (n: number) => `${count(n)} selected`,
  clear: 'Clear selection',
  moved,
  empty: 'No images yet',
  emptyText: 'Add images to this actor’s folder and they appear here, or let Balance generate the first ones.',
  toComeText: 'They appear here one after the other. Those of the open actor come first.',
  noneRead: 'No images that can be read',
  assessTitle: 'These images haven’t been assessed',
  assessText: (n: number) =>
    `Sort ${images(n)} by style and find problems, on this machine. Your files aren’t changed.`,
  assessTextPaid: (n: number, model: string) =>
    `Sort ${images(n)} by style and find problems with ${model}. You’ll see the cost first.`,
  assess: 'Assess',
  assessing: 'Assessing…',
  loadFailed: 'Couldn’t load the images',
} as const

export const lightbox = {
  title: (name: string) => `Image ${name}`,
  previous: 'Previous image',
  next: 'Next image',
  fit: 'Fit',
  actual: '1:1',
  damaged: 'Damaged: only part of the file can be read',
  of: (n: number, all: number) => `${count(n)} of ${count(all)}`,
  base: 'Base image',
  issues: 'Issues',
  noIssues: 'No issues found',
  notMeasured: 'Not assessed yet',
  style: 'Style',
  decidedBy: {
    human: 'classified by you',
    generator: 'generated in this style',
    given: 'from the manifest',
    evaluator: 'by the evaluator',
  },
  verdict: { keep: 'Keep', review: 'Review', reject: 'Reject' },
  details: 'Details',
  provenance: 'Provenance',
  prompt: 'Prompt',
  reveal: 'Show in folder',
  store: { synced: 'In the store', changed: 'Changed since last sync', absent: 'Not in the store' },
  fields: {
    size: 'Size',
    file: 'File',
    face: 'Face match',
    person: 'Person',
    sharpness: 'Sharpness',
    symmetry: 'Symmetry',
    brightness: 'Brightness',
    monochrome: 'Monochrome',
    drawn: 'Illustration',
    quality: 'Quality rank',
    confidence: 'Confidence',
    evaluator: 'Evaluator',
    model: 'Model',
    seed: 'Seed',
    cost: 'Cost',
    created: 'Created',
    hash: 'SHA-256',
    promptId: 'Prompt ID',
    madeWith: 'Made with',
  },
  caption: 'Caption',
  nextLayer: 'Next overlay',
  histogram: ([dark, middle, bright]: readonly number[]) =>
    `Histogram: ${percent(dark ?? 0)} dark, ${percent(middle ?? 0)} middle, ${percent(bright ?? 0)} bright`,
  layers: {
    title: 'Overlay',
    names: { sharpness: 'Sharpness', exposure: 'Exposure', mirror: 'Mirror axis' },
    soft: (n: number, all: number) =>
      n === 0 ? 'All areas are sharp.' : `${count(n)} of ${count(all)} areas are not sharp.`,
    clipped: (dark: number, bright: number) =>
      dark + bright < 0.0005
        ? 'No clipping.'
        : `${percent(dark)} clipped shadows, ${percent(bright)} clipped highlights.`,
    axis: 'Symmetry is measured around this axis.',
  },
  yes: 'yes',
  no: 'no',
  moveTo: 'Move to',
} as const
