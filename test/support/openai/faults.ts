import type { TileAnswer } from './answer.ts'

/** A way for the service to fail. Faults of an answer leave the HTTP exchange intact and spoil its content. */
export type Fault =
  | {
      readonly kind: 'status'
      readonly status: number
      readonly code?: string
      readonly message?: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** The connection ends before an answer; `after` means after the work was done and counted. */
  | { readonly kind: 'reset'; readonly after?: boolean }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'html' }
  /** Truncated JSON. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'no-choices' }
  /** Status 200 with an error in the body, as relays send it. */
  | { readonly kind: 'error-inside'; readonly code: number | string }
  | { readonly kind: 'refusal' }
  | { readonly kind: 'filter' }
  | { readonly kind: 'length' }
  /** Uses this many reasoning tokens before it answers. */
  | { readonly kind: 'thinking'; readonly tokens: number }
  /** Leaves out the usage; `cut` also cuts the answer off. */
  | { readonly kind: 'uncounted'; readonly cut?: boolean }
  /** Changes the text of the answer. */
  | { readonly kind: 'text'; readonly spoil: (json: string) => string }
  | { readonly kind: 'tiles'; readonly spoil: (tiles: readonly TileAnswer[]) => readonly TileAnswer[] }

const status = (code: number, more: Omit<Extract<Fault, { kind: 'status' }>, 'kind' | 'status'> = {}): Fault => ({
  kind: 'status',
  status: code,
  ...more,
})

/** The faults known from the real service and from compatible services. */
export const FAULTS = {
  /** Without `seconds` there is no Retry-After. */
  rateLimited: (seconds?: number): Fault =>
    status(429, {
      code: 'rate_limit_exceeded',
      message: 'Rate limit reached for requests.',
      ...(seconds === undefined ? {} : { headers: { 'retry-after': String(seconds) } }),
    }),
  rateLimitedUntil: (reset: string): Fault =>
    status(429, {
      code: 'rate_limit_exceeded',
      headers: { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': reset },
    }),
  quota: status(429, { code: 'insufficient_quota', message: 'You exceeded your current quota.' }),
  badKey: status(401, { code: 'invalid_api_key', message: 'Incorrect API key provided: {key}.' }),
  forbidden: status(403, { code: 'model_not_allowed' }),
  noModel: status(404, { code: 'model_not_found' }),
  broken: status(500, { code: 'server_error' }),
  overloaded: status(503, { code: 'overloaded' }),
  policy: status(400, { code: 'content_policy_violation', message: 'Rejected by our safety system.' }),
  badImage: status(400, { code: 'invalid_image', message: 'The image could not be parsed.' }),
  tooLong: status(400, { code: 'context_length_exceeded', message: 'Too many tokens.' }),
  reset: { kind: 'reset' },
  resetAfter: { kind: 'reset', after: true },
  html: { kind: 'html' },
  cut: { kind: 'cut' },
  noChoices: { kind: 'no-choices' },
  refusal: { kind: 'refusal' },
  filter: { kind: 'filter' },
  length: { kind: 'length' },
  thinking: (tokens: number): Fault => ({ kind: 'thinking', tokens }),
  uncounted: { kind: 'uncounted' },
  uncountedCut: { kind: 'uncounted', cut: true },
  errorInside: (code: number | string): Fault => ({ kind: 'error-inside', code }),
  slow: (ms: number): Fault => ({ kind: 'slow', ms }),
  fences: { kind: 'text', spoil: (json) => `Here you are:\n\`\`\`json\n${json}\n\`\`\`\nAnything else?` },
  prose: { kind: 'text', spoil: (json) => `Sure! ${json} I hope this helps.` },
  chatter: { kind: 'text', spoil: () => 'All of these pictures look lovely.' },
  otherShape: { kind: 'text', spoil: () => '{"result":"fine"}' },
  /** Every second tile is left out. */
  missing: { kind: 'tiles', spoil: (tiles) => tiles.filter((_, i) => i % 2 === 0) },
  extra: { kind: 'tiles', spoil: (tiles) => [...tiles, { ...tiles[0], tile: 99, style: 'bw_stylized' }] },
  /** Tiles are counted from 0, as if there were no base image. */
  shifted: { kind: 'tiles', spoil: (tiles) => tiles.map((tile, i) => ({ ...tile, tile: i })) },
  /** Tile 1 is answered twice, with different results. */
  doubled: {
    kind: 'tiles',
    spoil: (tiles) => [...tiles, { ...tiles[0], verdict: tiles[0]?.['verdict'] === 'keep' ? 'reject' : 'keep' }],
  },
  percent: {
    kind: 'tiles',
    spoil: (tiles) => tiles.map((tile) => ({ ...tile, confidence: Math.round(Number(tile['confidence']) * 100) })),
  },
  /** Values outside the schema. */
  ownWords: { kind: 'tiles', spoil: (tiles) => tiles.map((tile) => ({ ...tile, style: 'lovely', text: 'perhaps' })) },
} as const satisfies Record<string, Fault | ((...args: never[]) => Fault)>
