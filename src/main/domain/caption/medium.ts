import { isTags, tagsOf } from './pieces.ts'
import { hasWord } from './trigger.ts'

const MEDIA =
  'drawing|illustration|painting|sketch|ink|watercolou?r|charcoal|manga|comic|cartoon|engraving|etching|lineart|line art|monochrome|gouache|art|print|woodcut|pencil'
const PHOTOS = 'photo|photograph|photography|photorealistic|film still|snapshot'

/** Matches a medium that is drawn, painted or printed. */
export const MEDIUM = new RegExp(String.raw`\b(?:${MEDIA})\b`, 'i')
export const PHOTO = new RegExp(String.raw`\b(?:${PHOTOS})\b`, 'i')

const DRAWN =
  'drawing|illustration|painting|sketch|watercolou?r|manga|comic|cartoon|engraving|etching|line ?art|gouache|woodcut'
const CAMERA = 'photo|photograph|photography|film still|snapshot|photorealistic(?: (?:portrait|image|picture))?'

/**
 * Matches a part between commas that names a medium, with or without its subject: "black and white drawing of", not "before a painting" or
 * "a floral print".
 */
const claim = (media: string): RegExp =>
  new RegExp(
    String.raw`^(?:this is )?(?:(?:an?|the) )?(?:(?!(?:an?|the|with|holding|before|near|beside|behind|on|in|at|of|by)\b)[\w-]+ ){0,4}?(?:${media})(?: (?:of|in|by|from|showing|style)\b.*)?$`,
    'i',
  )
const CLAIMS = { drawn: claim(DRAWN), photo: claim(CAMERA) } as const

/**
 * Returns true when a caption says that the image itself is of this medium. A medium that the image shows (a man with a photo) does not
 * count.
 */
export const claims = (text: string, medium: keyof typeof CLAIMS): boolean =>
  text.split(/[,.;:\n]+/).some((part) => CLAIMS[medium].test(part.trim()))

/** Matches "A colour photograph" before "of", with the words between. */
const OPENING = new RegExp(String.raw`^(?:an?|the)\s+(?:[\w-]+\s+){0,4}?(?:${MEDIA}|${PHOTOS})(?=\s+of\b)`, 'i')
const PHOTO_PHRASE = new RegExp(String.raw`\b(?:(?:an?|the)\s+)?(?:${PHOTOS})\b(?:\s+of\b)?\s*`, 'gi')

/**
 * Returns the caption with the medium that matches the image's style ("a photo", "a black and white drawing") and no other. The rest of the
 * text stays.
 */
export function withMedium(text: string, phrase: string, trigger: string): string {
  if (text === '') return ''
  const [isWrong, isRight] = PHOTO.test(phrase) ? [MEDIUM, PHOTO] : [PHOTO, MEDIUM]
  if (isTags(text)) {
    const tags = tagsOf(text).filter((tag) => !isWrong.test(tag))
    if (tags.some((tag) => isRight.test(tag))) return tags.join(', ')
    const at = hasWord(tags[0] ?? '', trigger) ? 1 : 0
    return tags.toSpliced(at, 0, phrase.replace(/^an? /, '')).join(', ')
  }
  const [opening = ''] = OPENING.exec(text) ?? []
  const named = isWrong.test(opening) ? phrase + text.slice(opening.length) : text
  const rest = isWrong === PHOTO ? named.replaceAll(PHOTO_PHRASE, '') : named
  const whole = isRight.test(rest) ? rest : `${phrase}, ${rest}`
  return /^\p{Lu}/u.test(text) ? whole.charAt(0).toUpperCase() + whole.slice(1) : whole
}
