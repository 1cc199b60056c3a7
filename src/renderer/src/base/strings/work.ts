import { count, duration, money } from './format.ts'
import { type LaneName, lanes, plural } from './words.ts'

export const plan = {
  balance: 'Balance',
  balanced: 'Balanced',
  again: 'Plan again',
  gap: (surplus: number, deficit: number) =>
    [surplus > 0 ? `Remove ${count(surplus)}` : '', deficit > 0 ? `Generate ${count(deficit)}` : '']
      .filter(Boolean)
      .join(' · '),
  title: 'Plan',
  out: (n: number) => `Remove ${count(n)}`,
  in: (n: number) => `Generate ${count(n)}`,
  skipped: (n: number) => `${count(n)} skipped`,
  about: (seconds: number) => `about ${duration(seconds)}`,
  /** `null`: the price is unknown. */
  price: (usd: number | null) => (usd === null ? 'price unknown' : money(usd)),
  nothing: 'Nothing to do. This set needs no changes.',
  onlyReview: 'Nothing to remove or generate. Review what is left.',
  start: 'Start',
  /** Used when a fleet plans and runs. */
  approve: 'Approve',
  inFleet: 'The fleet plans this. Nothing is generated or removed until you approve.',
  discard: 'Discard',
  stale: 'Files or labels have changed since this plan was made.',
  otherGenerator: 'The generator has changed since this plan was made, and so has the price.',
  /** `why` is a full sentence. */
  shortfall: (missing: number, style: string, why: string) => `${style}: ${count(missing)} can’t be generated. ${why}`,
  images: (before: number, after: number) =>
    before === after ? `stays at ${plural(after, 'image')}` : `${count(before)} → ${plural(after, 'image')}`,
  waysOut: 'Ways to close the gap',
  /** Bad images that stay because they cannot be replaced. */
  keptForWant: (n: number, reasons: string) =>
    `${plural(n, 'image')} kept because nothing can replace them: ${reasons}`,
  reviewNow: 'Review images',
  nothingPossible: (missing: number) => `Nothing to start. ${plural(missing, 'image')} can’t be generated here.`,
  /** One reason shared by several removed images. */
  shared: (n: number, style: LaneName | null, reason: string, detail: string) =>
    `Remove ${count(n)} ${style === null ? '' : `${lanes[style]} `}images (${reason}): ${detail}.`,
  hint: 'Click an image to keep it, or a frame to skip it.',
  generator: 'Generator',
  generators: { local: 'On this machine', replicate: 'Replicate' },
  working: 'Planning…',
  started: (n: number) => `Started: ${plural(n, 'step')}.`,
  approved: (n: number) => `Approved: ${plural(n, 'plan')} for the fleet.`,
} as const

export const balanceAll = {
  title: 'Balance all',
  titleOf: (n: number) => `Balance ${plural(n, 'actor')}`,
  intro: 'One plan per actor. Open a row to keep images or skip generations. Nothing starts until you confirm.',
  introInFleet:
    'The fleet’s workers make one plan per actor and run what you approve. Open a row to keep images or skip generations.',
  approve: (n: number) => `Approve ${plural(n, 'actor')}`,
  actors: (n: number) => plural(n, 'actor'),
  actorsWord: (n: number) => (n === 1 ? 'actor' : 'actors'),
  start: (n: number) => `Start ${plural(n, 'actor')}`,
  planning: 'Making plans…',
  nothing: 'All actors are balanced. Nothing to do.',
  nothingMore: 'Nothing to remove or generate. Some actors still need a review.',
  running: 'A run is in progress. Make plans when it has finished.',
  nothingOf: 'Nothing to do for these actors.',
  none: 'No plans yet',
  make: 'Make plans',
  toGo: 'to remove',
  toMake: 'to generate',
  cost: 'cost',
  unknown: 'Unknown',
  time: 'time',
  open: (name: string) => `Show ${name} in the gallery`,
  steps: (name: string) => `Steps for ${name}`,
  cannot: (n: number) => (n === 0 ? 'nothing to do' : `${count(n)} can’t be generated here`),
  stale: 'out of date',
  discard: 'Discard all',
} as const

export const addPhotographs = {
  title: 'Add photographs',
  intro: 'These actors lack images that can’t be generated here. Add your own, then plan again.',
  none: 'No actor lacks images',
  missing: (n: number) => `${count(n)} missing`,
  addTo: (name: string) => `Add images… to ${name}`,
} as const

export const runs = {
  label: 'Runs',
  idle: 'Nothing is running',
  running: (name: string) => `Balancing ${name}`,
  byFleet: (what: string) => `Fleet: ${what}`,
  many: (n: number) => `Balancing ${plural(n, 'actor')}`,
  progress: (done: number, total: number) => `${count(done)} of ${count(total)}`,
  left: (seconds: number) => `${duration(seconds)} left`,
  cost: (spent: number, estimated: number) =>
    spent === 0 && estimated === 0 ? money(0) : `${money(spent)} of ${money(estimated)}`,
  upTo: (usd: number) => `+ up to ${money(usd)}`,
  upToHint: 'The service did not answer: these images may have been charged.',
  pause: 'Pause',
  pauseHint: 'Finish the images that were already requested, then stop',
  pauseFleetHint: 'Pause the whole fleet: images that were already requested are finished, no others are requested',
  cancel: 'Cancel',
  resume: 'Resume',
  retryFailed: 'Retry failed',
  undo: 'Undo run',
  history: 'Runs',
  whatNext: 'What next?',
  finished: 'Finished',
  show: 'Show runs',
  hide: 'Hide runs',
  none: 'No runs yet. Balance an actor to start one.',
  states: {
    running: 'Running',
    cancelling: 'Stopping after the current step…',
    interrupted: 'Stopped',
    done: 'Done',
    failed: 'Finished with errors',
    undone: 'Undone',
  },
  result: (deleted: number, generated: number) => `${count(deleted)} removed, ${count(generated)} generated`,
  failures: (n: number) => `${plural(n, 'step')} failed`,
  tasks: {
    index: 'Reading the folder',
    assess: 'Assessing',
    batch: 'Submitting',
    captions: 'Writing captions',
    export: 'Exporting',
    plan: 'Planning',
    sync: 'Syncing',
    training: 'Training',
    undo: 'Undoing',
    verify: 'Verifying',
  },
} as const
