/** Backgrounds that a set should vary. */
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

/** Returns the background that a caption or prompt names in common words; null when it names none. */
export const backgroundOfText = (text: string): Background | null =>
  WORDS.find(([, words]) => words.test(text))?.[0] ?? null
