import { isKnownOf, SCENE, SCENE_ASPECTS, type SceneAspect, type SeenImage } from './shot.ts'

/** Number of images for each word of one aspect. */
interface AspectCounts {
  readonly aspect: SceneAspect
  /** Number of images for which the aspect is known. */
  readonly known: number
  readonly words: readonly { readonly word: string; readonly label: string; readonly images: number }[]
}

export interface Variety {
  readonly images: number
  readonly aspects: readonly AspectCounts[]
  /** Number of source pictures. */
  readonly origins: number
  /** Most images that come from one picture. */
  readonly fromOne: number
}

/** Words as used in a sentence. */
const LABELS: Readonly<Record<string, string>> = {
  three_quarter: 'three-quarter view',
  front: 'frontal view',
  back: 'view from behind',
  low: 'low angle',
  high: 'high angle',
  close_up: 'close-up',
  half_body: 'half body',
  full_body: 'full body',
  distant: 'small figure',
  neutral: 'neutral expression',
  smiling: 'smile',
  serious: 'serious expression',
  sad: 'sad expression',
  angry: 'angry expression',
  surprised: 'surprised expression',
  soft: 'soft light',
  hard: 'hard light',
  backlit: 'backlight',
  dark: 'darkness',
  artificial: 'artificial light',
  plain: 'plain background',
  indoors: 'indoor background',
  outdoors: 'outdoor background',
}

export function varietyOf(images: readonly SeenImage[]): Variety {
  const origins = Map.groupBy(images, ({ origin }) => origin)
  return {
    images: images.length,
    origins: origins.size,
    fromOne: Math.max(0, ...[...origins.values()].map(({ length }) => length)),
    aspects: SCENE_ASPECTS.map((aspect) => ({
      aspect,
      known: images.filter((image) => isKnownOf(image, aspect)).length,
      words: SCENE[aspect].map((word) => ({
        word,
        label: LABELS[word] ?? word,
        images: images.filter(({ scene }) => scene[aspect] === word).length,
      })),
    })),
  }
}

/** Fewest images from which gaps can be found. */
const FROM_IMAGES = 3
/** Share of the images that must be known: a single unknown image may be the one that seems to be missing. */
const KNOWN_SHARE = 0.9
/** Share of a set above which a common property becomes part of the character. */
const MOSTLY = 0.6
/** Share of a set from one picture above which it is mentioned. */
const MANY_FROM_ONE = 0.25
const MOST_MISSING = 4

const isKnown = ({ images }: Variety, { known, words }: AspectCounts): boolean =>
  known >= images * KNOWN_SHARE && words.some((word) => word.images > 0)

/** Alternates between the known aspects, so that the first few words cover all of them. A frontal view comes last. */
function missingIn(aspects: readonly AspectCounts[]): readonly string[] {
  const lists = aspects.map(({ words }) =>
    words
      .filter(({ images }) => images === 0)
      .toSorted((a, b) => Number(a.word === 'front') - Number(b.word === 'front'))
      .map(({ label }) => label),
  )
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  return Array.from({ length: longest }, (_, at) => lists.flatMap((words) => words.slice(at, at + 1))).flat()
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

const sentence = (text: string): string => (text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`)

const openIn = (aspects: readonly AspectCounts[], how: string): string =>
  aspects.length === 0
    ? ''
    : sentence(`${listed(aspects.map(({ aspect }) => aspect))} ${aspects.length === 1 ? 'is' : 'are'} ${how}`)

/**
 * Describes in one line what a set shows and lacks: "No profile, no full body, eye level only, mostly soft light (12 of 15). Background is
 * not known." An aspect that is unknown for too many images is called unknown, never missing. Returns an empty text for a set that is too
 * small.
 */
export function varietyInWords(variety: Variety): string {
  const { images, aspects, fromOne } = variety
  if (images < FROM_IMAGES) return ''
  const known = aspects.filter((aspect) => isKnown(variety, aspect))
  const unknown = aspects.filter(({ words }) => words.every((word) => word.images === 0))
  const partly = aspects.filter((aspect) => !known.includes(aspect) && !unknown.includes(aspect))
  const [low, high] = [LABELS.low, LABELS.high]
  const all = missingIn(known)
  const isLevel = all.some((word) => word === low) && all.some((word) => word === high)
  const missing = all.filter((word) => !isLevel || (word !== low && word !== high))
  const mostly = known.flatMap(({ words }) => words.filter((word) => word.images > images * MOSTLY))
  const found = [
    ...missing.slice(0, MOST_MISSING).map((word) => `no ${word}`),
    ...(isLevel ? ['eye level only'] : []),
    ...mostly.slice(0, 2).map((word) => `mostly ${word.label} (${word.images} of ${images})`),
    ...(fromOne > 1 && fromOne > images * MANY_FROM_ONE ? [`${fromOne} of ${images} from one picture`] : []),
  ].join(', ')
  if (known.length === 0)
    return [
      sentence(found),
      'Variety is not known yet: describe framing and view in captions, or assess with a vision model.',
    ]
      .join(' ')
      .trim()
  return [
    sentence(found === '' ? 'nothing is missing' : found),
    openIn(unknown, 'not known'),
    openIn(partly, 'not known of every image'),
  ]
    .filter((part) => part !== '')
    .join(' ')
}
