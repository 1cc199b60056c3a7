/** What is behind the figure, in the few words that a set should vary. */
export const BACKGROUNDS = ['plain', 'indoors', 'outdoors'] as const
export type Background = (typeof BACKGROUNDS)[number]

const WORDS: readonly (readonly [Background, RegExp])[] = [
  [
    'plain',
    /\b(?:(?:plain|simple|blank|empty|solid|white|black|gr[ea]y|studio) (?:\w+ )?(?:background|backdrop)|studio shot)\b/i,
  ],
  [
    'indoors',
    /\b(?:indoors?|interior|in(?:side)? (?:a|an|the|his|her|their) (?:\w+ )?(?:room|kitchen|bedroom|office|library|caf[eé]|bar|shop|house|hall|church|workshop|train|car))\b/i,
  ],
  [
    'outdoors',
    /\b(?:outdoors?|outside|landscape|(?:in|on|at|by|through) (?:a|an|the) (?:\w+ )?(?:street|forest|woods?|garden|park|field|meadow|beach|sea|lake|river|mountains?|desert|city|market|rooftop))\b/i,
  ],
]

/** As far as a caption or a prompt says so in the usual words; null where it does not. */
export const backgroundOfText = (text: string): Background | null =>
  WORDS.find(([, words]) => words.test(text))?.[0] ?? null

/** Of 4×4 colours, three hex digits each: the upper line and the ends of the next. */
const EDGE = [0, 1, 2, 3, 4, 7] as const
/** In how many of 16 steps a channel may differ within a plain background: ours. */
const EVEN = 1

/** Whether one colour lies around the figure, of the colours an image is drawn in before its thumbnail is there. */
export function isPlain(colours: string | null): boolean {
  if (colours === null) return false
  return [0, 1, 2].every((channel) => {
    const values = EDGE.map((cell) => Number.parseInt(colours[cell * 3 + channel] ?? '', 16))
    return Math.max(...values) - Math.min(...values) <= EVEN
  })
}
