import { SHOT_WORDS } from './template.ts'

/** A phrase in this share of the captions is constant, and what is constant is identity (PortOS). */
const SHARE = 0.8
/** Fewest captions from which identity phrases can be found. */
const FROM = 5
const LONGEST = 4

const STOP = new Set(
  `a an the of in on at with and or is are to by from for as his her their its it he she they this that one two wearing standing
  sitting looking photo photograph image picture drawing illustration painting engraving etching sketch watercolour watercolor manga comic cartoon gouache woodcut ink black white colour color view light background`.split(
    /\s+/,
  ),
)

/** Phrases that every image of a set may share although they do not describe the character. */
const SHOTS = new Set(Object.values(SHOT_WORDS))

export interface IdentityPhrase {
  readonly phrase: string
  readonly filenames: readonly string[]
}

/**
 * Returns phrases of one to four words that at least four of five captions have, longest first. A phrase within a longer one is left out.
 */
export function identityPhrases(
  captions: readonly { readonly filename: string; readonly text: string }[],
  besides: readonly string[],
): readonly IdentityPhrase[] {
  if (captions.length < FROM) return []
  const ignored = new Set([...STOP, ...besides.map((word) => word.toLowerCase())])
  const found = new Map<string, Set<string>>()
  for (const { filename, text } of captions)
    for (const phrase of phrasesOf(text, ignored)) {
      const files = found.get(phrase) ?? new Set()
      files.add(filename)
      found.set(phrase, files)
    }
  const often = [...found]
    .filter(([, files]) => files.size >= captions.length * SHARE)
    .map(([phrase, files]) => ({ phrase, filenames: [...files] }))
    .toSorted(
      (a, b) => b.phrase.split(' ').length - a.phrase.split(' ').length || b.filenames.length - a.filenames.length,
    )
  const told: IdentityPhrase[] = []
  for (const each of often) if (!told.some(({ phrase }) => ` ${phrase} `.includes(` ${each.phrase} `))) told.push(each)
  return told
}

/** Yields phrases that cross no comma or full stop and neither begin nor end with an ignored word. */
function* phrasesOf(text: string, ignored: ReadonlySet<string>): Generator<string> {
  for (const part of text.toLowerCase().split(/[,.;:!?\n]+/)) {
    if (SHOTS.has(part.trim())) continue
    const words = part.match(/[\p{L}\p{N}'’-]+/gu) ?? []
    for (let from = 0; from < words.length; from++)
      for (let to = from + 1; to <= Math.min(words.length, from + LONGEST); to++) {
        const phrase = words.slice(from, to)
        if (ignored.has(phrase[0] ?? '') || ignored.has(phrase.at(-1) ?? '')) continue
        yield phrase.join(' ')
      }
  }
}
