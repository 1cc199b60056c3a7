import type { LabelledImage } from '../labelled-images.ts'

/** The first of the newest sources in the index, which is in the order of their addition. */
const FIRST_NEW = 'GITenberg/The-Dor--Bible-Gallery'

const PRINTED = /GITenberg/
const FACES =
  /deepface|vladmandic|face-api|facenet|openface|face_recognition|InstantID|PuLID|PhotoMaker|IP-Adapter|SadTalker|LivePortrait|JoJoGAN/
const FLAT = /style2paints|Anime2Sketch|renpy|Paints-UNDO|openclipart|tuxpaint|kumiko/
const OLD_PHOTOGRAPHS = /Strand|South--|Other-Half|Lincoln|Bringing-Old/

/** Returns a coarse kind of technique. A model knows nothing of it when all its sources are left out. */
function kindOf({ style, source }: Pick<LabelledImage, 'style' | 'source'>): string {
  if (style === 'photorealistic')
    return OLD_PHOTOGRAPHS.test(source) ? 'old photographs' : FACES.test(source) ? 'portraits' : 'photographed scenes'
  if (style === 'bw_stylized') return PRINTED.test(source) ? 'engravings and ink in books' : 'line art'
  if (FLAT.test(source)) return 'anime and clip art'
  return PRINTED.test(source) ? 'painted books' : FACES.test(source) ? 'rendered faces' : 'game art'
}

export interface Split {
  readonly name: string
  /** Indices of the images. */
  readonly trainedWith: readonly number[]
  readonly asked: readonly number[]
}

/**
 * Returns splits that are harder than leaving out a source: the newer half by the older and the reverse, and each kind without any source
 * that contains it.
 */
export function hardSplits(images: readonly LabelledImage[]): readonly Split[] {
  const all = [...images.keys()]
  const first = images.findIndex(({ source }) => source.startsWith(FIRST_NEW))
  const [older, newer] = [all.slice(0, first), all.slice(first)]
  const kinds = Map.groupBy(all, (i) => kindOf(images[i]!))
  return [
    { name: 'newer sources, trained with the older', trainedWith: older, asked: newer },
    { name: 'older sources, trained with the newer', trainedWith: newer, asked: older },
    ...[...kinds]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, asked]): Split => {
        const sources = new Set(asked.map((i) => images[i]!.source))
        return { name: kind, trainedWith: all.filter((i) => !sources.has(images[i]!.source)), asked }
      }),
  ]
}
