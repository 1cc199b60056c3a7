import { count, price } from './format.ts'
import { images, issues, plural } from './words.ts'

const about = (usd: number | null): string => (usd === null || usd < 0.01 ? price(usd) : `about ${price(usd)}`)

/** What was looked for, where `issues` names what was found. */
const NOUNS: Partial<Record<keyof typeof issues, string>> = {
  symmetry: 'symmetry',
  distortion: 'distortion',
  identity_mismatch: 'identity',
}

/** How pictures are taken, in words. */
const SHOTS: Record<string, string> = {
  three_quarter: 'three-quarter view',
  front: 'frontal view',
  profile: 'profile',
  back: 'from behind',
  low: 'low angle',
  high: 'high angle',
  close_up: 'close-up',
  half_body: 'half body',
  full_body: 'full body',
  distant: 'small in the distance',
  soft: 'soft light',
  hard: 'hard light',
  backlit: 'backlight',
  dark: 'darkness',
  artificial: 'artificial light',
}

export const looks = {
  title: 'What looking will cost',
  at: (n: number) => `Look at ${images(n)}`,
  with: (model: string) => `with ${model}`,
  about,
  most: (usd: number) => `at most ${price(usd)}`,
  requests: (n: number) => plural(n, 'request'),
  known: (n: number) => `${images(n)} it told of before cost nothing.`,
  allKnown: (model: string, n: number) => `${model} told of all ${images(n)} before: nothing to pay.`,
  limit: (usd: number) => `Looking stops at your cost limit of ${price(usd)}; what was told by then is kept.`,
  unpriced: 'Nobody here knows what this model costs. Enter its price in Settings (0 for a model of your own).',
  unpricedLimit: 'Without a price your cost limit cannot be kept. Enter it in Settings (0 for a model of your own).',
  enterPrice: 'Enter its price',
  now: 'Look now',
  overnight: 'Overnight',
  overnightHint:
    'Overnight goes through OpenAI’s batches: half the price, answered within a day. You may close Evencast meanwhile.',
  waiting: (n: number) => `${images(n)} on their way overnight`,
  waitingToo: (n: number) => `${images(n)} more are on their way overnight.`,
  waitingText: 'A plan made now has to do without what the model will say of them.',
  goOn: 'Go on without them',
  handed: (n: number) => `${images(n)} handed in. They are picked up by themselves, also after a restart.`,
  pickUp: 'Check now',
  cancelBatch: 'Cancel batch',
  arrived: (n: number, usd: number) => `The overnight look at ${images(n)} is there: ${price(usd)}.`,
  local: 'Use this machine’s evaluator instead',
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
      paidUsd > 0 ? `Looking at these images cost ${price(paidUsd)}.` : '',
      checksUsd === 0 ? '' : `Looking at the new ones: ${about(checksUsd)}.`,
    ]
      .filter(Boolean)
      .join(' '),
  kinds: { now: 'Look', batch: 'Overnight', check: 'Look' },
  newImages: 'New images of a run',
  row: (n: number, model: string) => (n > 0 ? `${images(n)} · ${model}` : model),
  states: {
    running: 'Looking',
    sending: 'Being handed in',
    waiting: 'On its way',
    cancelling: 'Being cancelled',
    done: 'Done',
    stopped: 'Stopped',
    cancelled: 'Cancelled',
  },
  untold: 'not measured',
  notMeasured: 'Not measured',
  untoldCount: (n: number) => `${count(n)} not measured`,
  unmeasured: (keys: readonly (keyof typeof issues)[]) =>
    `Not measured: ${keys.map((key) => NOUNS[key] ?? issues[key]).join(', ')}`,
  notLooked: 'The model has not looked at it yet.',
  onSheet: 'Too small to tell on a contact sheet.',
  missing: (words: readonly string[], most = words.length) =>
    `Missing so far: ${words
      .slice(0, most)
      .map((word) => SHOTS[word] ?? word)
      .join(', ')}${words.length > most ? ' …' : ''}`,
  localOnly: 'Gaze, distortions, likeness and text are not measured on this machine.',
} as const
