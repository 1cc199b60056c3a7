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
