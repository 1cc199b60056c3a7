import { create } from 'zustand'
import { placeOf } from '../../../../main/domain/culling.ts'
import { fileFamily } from '../../../../main/domain/file-family.ts'
import { apart, wordsOf } from '../../../../main/domain/image-order.ts'
import { perStyle, type Style, STYLES } from '../../../../main/domain/style.ts'
import type { Image } from './image.ts'

/** What images of a group have in common. `family`: size and name of their files. */
export type GroupKind = 'look' | 'prompt' | 'family' | 'person'

/** Images of a lane that one drag places; `style` is the likeliest one of most of them. */
export interface Group {
  readonly id: string
  readonly kind: GroupKind
  /** What it is of: a prompt, a family of files, a person's number. */
  readonly of: string
  readonly style: Style
  readonly imageIds: readonly string[]
  /** How sure the least sure member is, 0..1: no group is surer. Null where that is not known. */
  readonly leastSure: number | null
}

export interface Grouped {
  readonly group: Group | null
  readonly images: readonly Image[]
}

/** Which half of its group an image fell to each time that the group was split, such as "ab". */
export type Splits = ReadonlyMap<string, string>

export const useSplits = create<{ readonly splits: Splits }>()(() => ({ splits: new Map() }))

interface Draft {
  readonly id: string
  readonly kind: GroupKind
  readonly of: string
  readonly images: readonly Image[]
}

function toGroup({ id, kind, of, images }: Draft): Grouped {
  const votes = perStyle((style) => images.filter((image) => image.style === style).length)
  const sure = images.flatMap(({ confidence }) => confidence ?? [])
  return {
    images,
    group: {
      id,
      kind,
      of,
      style: STYLES.reduce((best, each) => (votes[each] > votes[best] ? each : best)),
      imageIds: images.map(({ imageId }) => imageId),
      leastSure: sure.length === 0 ? null : Math.min(...sure),
    },
  }
}

const several = ({ images }: Draft): boolean => images.length > 1

function drafts(
  images: readonly Image[],
  kind: GroupKind,
  of: (image: Image) => string | null,
  splits: Splits,
): readonly Draft[] {
  const named = images.flatMap((image) => {
    const name = of(image)
    return name === null ? [] : [{ image, name, id: `${kind}:${name}:${splits.get(image.imageId) ?? ''}` }]
  })
  return [...Map.groupBy(named, ({ id }) => id)].map(([id, members]) => ({
    id,
    kind,
    of: members[0]?.name ?? '',
    images: members.map(({ image }) => image),
  }))
}

/** Only where the guesses agree: a family alone says little of how its images look. */
const agree = ({ images }: Draft): boolean => new Set(images.map(({ style }) => style)).size === 1

/**
 * Undecided images by look, then by the prompt that they were made with, then by the family of their files; single ones follow without a
 * group. Largest first, or by doubt: that of a group is its least sure member's.
 */
export function undecidedGroups(images: readonly Image[], splits: Splits, byDoubt: boolean): readonly Grouped[] {
  const found: Draft[] = []
  let rest = images
  const take = (some: readonly Draft[]): void => {
    found.push(...some)
    const taken = new Set(some.flatMap((draft) => draft.images))
    rest = rest.filter((image) => !taken.has(image))
  }
  take(drafts(rest, 'look', ({ group }) => group, splits).filter(several))
  take(drafts(rest, 'prompt', ({ promptId }) => promptId, splits).filter(several))
  take(
    drafts(rest, 'family', fileFamily, splits).filter(
      (draft) => several(draft) && agree(draft) && draft.images.length < rest.length,
    ),
  )
  const doubt = ({ images: members }: Draft): number => Math.min(...members.map(placeOf))
  found.sort((a, b) => (byDoubt ? doubt(a) - doubt(b) : b.images.length - a.images.length))
  return [...found.map(toGroup), ...(rest.length > 0 ? [{ group: null, images: rest }] : [])]
}

/** By person, where at least two have several images; those without a face, or alone, follow. */
export function personGroups(images: readonly Image[]): readonly Grouped[] {
  const found = drafts(images, 'person', ({ person }) => (person === null ? null : String(person)), new Map()).filter(
    several,
  )
  if (found.length < 2) return images.length > 0 ? [{ group: null, images }] : []
  const taken = new Set(found.flatMap((draft) => draft.images))
  const rest = images.filter((image) => !taken.has(image))
  found.sort((a, b) => Number(a.of) - Number(b.of))
  return [...found.map(toGroup), ...(rest.length > 0 ? [{ group: null, images: rest }] : [])]
}

/** In two, by what looks least alike: each goes with the nearer of the two that are farthest apart. Of one that is like itself, the last one goes. */
export function halves(images: readonly Image[]): readonly [readonly Image[], readonly Image[]] {
  const hashes = images.map(({ hashes: hash }) => wordsOf(hash ?? ''))
  const distance = (a: number, b: number): number =>
    apart(hashes[a] ?? new Uint32Array(), hashes[b] ?? new Uint32Array())
  let [one, other, most] = [0, images.length - 1, -1]
  for (let a = 0; a < images.length; a++)
    for (let b = a + 1; b < images.length; b++) if (distance(a, b) > most) [one, other, most] = [a, b, distance(a, b)]
  const isFirst = (at: number): boolean => at !== other && (at === one || distance(at, one) <= distance(at, other))
  return [images.filter((_, at) => isFirst(at)), images.filter((_, at) => !isFirst(at))]
}

/** One gesture; each part may be split again, and a part of one image is no group any more. */
export function splitGroup(images: readonly Image[]): void {
  const [first] = halves(images)
  const inFirst = new Set(first.map(({ imageId }) => imageId))
  useSplits.setState(({ splits }) => ({
    splits: new Map([
      ...splits,
      ...images.map(
        ({ imageId }) => [imageId, `${splits.get(imageId) ?? ''}${inFirst.has(imageId) ? 'a' : 'b'}`] as const,
      ),
    ]),
  }))
}
