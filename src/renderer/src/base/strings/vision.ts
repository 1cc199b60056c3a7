import { count, price } from './format.ts'
import { images, issues, plural } from './words.ts'

const about = (usd: number | null): string => (usd === null || usd < 0.01 ? price(usd) : `about ${price(usd)}`)

/** What was checked, for issues whose own label names the defect. */
const NOUNS: Partial<Record<keyof typeof issues, string>> = {
  symmetry: 'symmetry',
  distortion: 'distortion',
  identity_mismatch: 'identity',
}

export const vision = {
  title: 'Assessment cost',
  free: (n: number, model: string) => `Assessing ${images(n)} with ${model}: free.`,
  at: (n: number) => `Assess ${images(n)}`,
  with: (model: string) => `with ${model}`,
  about,
  most: (usd: number) => `at most ${price(usd)}`,
  requests: (n: number) => plural(n, 'request'),
  known: (n: number) => `${images(n)} already assessed by this model, at no cost.`,
  allKnown: (model: string, n: number) => `All ${images(n)} already assessed by ${model}: no cost.`,
  limit: (usd: number) => `Assessment stops at your cost limit of ${price(usd)}. Results up to then are kept.`,
  unpriced: 'The price of this model is unknown. Enter it in Settings (0 for a model you host).',
  unpricedLimit: 'Your cost limit can’t be applied without a price. Enter it in Settings (0 for a model you host).',
  enterPrice: 'Enter price',
  now: 'Assess now',
  overnight: 'Overnight',
  overnightHint:
    'Overnight uses the service’s batch API: half the price, results within a day. You can close Evencast in the meantime.',
  waiting: (n: number) => `Waiting for overnight results: ${images(n)}`,
  waitingToo: (n: number) => `Waiting for overnight results of another ${images(n)}.`,
  waitingText: 'A plan made now can’t use those results.',
  goOn: 'Continue without them',
  handed: (n: number) => `${images(n)} submitted. Results are fetched automatically, even after a restart.`,
  pickUp: 'Check now',
  cancelBatch: 'Cancel batch',
  captionsArrived: (n: number, usd: number) => `Captions of ${images(n)} arrived overnight: ${price(usd)}.`,
  arrived: (n: number, usd: number) => `Overnight assessment of ${images(n)} finished: ${price(usd)}.`,
  local: 'Assess on this machine instead',
  cancel: 'Not now',
  spent: (usd: number, estimated: number | null) =>
    estimated === null ? `${price(usd)} spent, price unknown` : `${price(usd)} of about ${price(estimated)}`,
  cost: (usd: number, estimated: number | null, unpriced: number) =>
    unpriced > 0
      ? price(null)
      : estimated === null || estimated === 0
        ? price(usd)
        : `${price(usd)} of about ${price(estimated)}`,
  bill: (paidUsd: number, checksUsd: number | null) =>
    [
      paidUsd > 0 ? `Assessing these images cost ${price(paidUsd)}.` : '',
      checksUsd === 0 ? '' : `Assessing the new ones: ${about(checksUsd)}.`,
    ]
      .filter(Boolean)
      .join(' '),
  kinds: {
    now: 'Assessment',
    batch: 'Overnight',
    check: 'Assessment',
    captions: 'Captions',
    captionBatch: 'Captions overnight',
  },
  writing: 'Writing',
  newImages: 'New images from a run',
  row: (n: number, model: string) => (n > 0 ? `${images(n)} · ${model}` : model),
  states: {
    running: 'Assessing',
    sending: 'Submitting',
    waiting: 'Waiting for results',
    cancelling: 'Cancelling',
    done: 'Done',
    stopped: 'Stopped',
    cancelled: 'Cancelled',
  },
  unanswered: 'not measured',
  notMeasured: 'Not measured',
  unansweredCount: (n: number) => `${count(n)} not measured`,
  unmeasured: (keys: readonly (keyof typeof issues)[]) =>
    `Not measured: ${keys.map((key) => NOUNS[key] ?? issues[key]).join(', ')}`,
  notLooked: 'Not assessed by the model yet.',
  onSheet: 'Too small to judge on a contact sheet.',
  variety: {
    always: (phrase: string) => `“${phrase}” is in nearly every caption.`,
    aspects: { framing: 'Framing', angle: 'Angle', light: 'Light', expression: 'Expression', background: 'Background' },
    unknown: 'not known',
    origins: 'Sources',
    pictures: (n: number) => plural(n, 'picture'),
    fromOne: (n: number) => `${count(n)} from one`,
    rest: (n: number) => `${count(n)} not known`,
  },
  chooseModel: 'Choose a vision model…',
  localOnly: (face: boolean) =>
    `The evaluator on this machine doesn’t measure gaze, distortion${face ? ' or text' : ', likeness or text'}.`,
  identity: {
    noFace: 'There is no face to compare with those of the base images.',
    maybeDrawn: 'The face is unlike those of the base images, but this may be a drawing.',
  },
} as const
