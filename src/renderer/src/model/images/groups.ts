import { placeOf } from '../../../../main/domain/culling.ts'
import { fileFamily, makerOf } from '../../../../main/domain/file-family.ts'
import { THRESHOLDS } from '../../../../main/domain/thresholds.ts'
import { perStyle, type Style, STYLES } from '../../../../main/domain/style.ts'
import type { Image } from './image.ts'

/**
 * What the images of a group have in common. `family`: size and name pattern of the files, and what made them; `maker`: only what made
 * them.
 */
type GroupKind = 'look' | 'prompt' | 'family' | 'maker' | 'person'

/** Images of a lane that one drag classifies; `style` is the most frequent guess among them. */
export interface Group {
  readonly id: string
  readonly kind: GroupKind
  /** The shared value: a prompt, a file pattern, a camera or generator, or a person's number. */
  readonly of: string
  readonly style: Style
  readonly imageIds: readonly string[]
  /** Confidence of the least sure member, 0..1, which is the confidence of the group. Null when unknown. */
  readonly leastSure: number | null
  /** True when most faces in the group match the base image. */
  readonly ofBase: boolean
}

export interface Grouped {
  readonly group: Group | null
  readonly images: readonly Image[]
}

interface Draft {
  readonly id: string
  readonly kind: GroupKind
  readonly of: string
  readonly images: readonly Image[]
}

const isLikeBase = ({ face }: Image): boolean => face !== null && face >= THRESHOLDS.face.same

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
      ofBase: kind === 'person' && images.filter(isLikeBase).length * 2 > images.length,
    },
  }
}

const several = ({ images }: Draft): boolean => images.length > 1

function drafts(images: readonly Image[], kind: GroupKind, of: (image: Image) => string | null): readonly Draft[] {
  const named = images.flatMap((image) => {
    const name = of(image)
    return name === null
      ? []
      : [{ image, name, id: `${kind}:${name}:${kind === 'person' ? '' : (image.groupPart ?? '')}` }]
  })
  return [...Map.groupBy(named, ({ id }) => id)].map(([id, members]) => ({
    id,
    kind,
    of: members[0]?.name ?? '',
    images: members.map(({ image }) => image),
  }))
}

/** File patterns say little about style, so such a group must agree in its guesses. */
const agree = ({ images }: Draft): boolean => new Set(images.map(({ style }) => style)).size === 1

/**
 * Groups undecided images by similarity, then by prompt, then by file pattern, then by what made them, and splits the groups that a person
 * split; single images follow without a group. The largest group comes first, or with `byDoubt` the one with the least sure member.
 */
export function undecidedGroups(images: readonly Image[], byDoubt: boolean): readonly Grouped[] {
  const found: Draft[] = []
  let rest = images
  const take = (some: readonly Draft[]): void => {
    found.push(...some)
    const taken = new Set(some.flatMap((draft) => draft.images))
    rest = rest.filter((image) => !taken.has(image))
  }
  take(drafts(rest, 'look', ({ group }) => group).filter(several))
  take(drafts(rest, 'prompt', ({ promptId }) => promptId).filter(several))
  const tells = (draft: Draft) => several(draft) && agree(draft) && draft.images.length < rest.length
  take(drafts(rest, 'family', fileFamily).filter(tells))
  take(drafts(rest, 'maker', makerOf).filter(tells))
  const doubt = ({ images: members }: Draft): number => Math.min(...members.map(placeOf))
  found.sort((a, b) => (byDoubt ? doubt(a) - doubt(b) : b.images.length - a.images.length))
  return [...found.map(toGroup), ...(rest.length > 0 ? [{ group: null, images: rest }] : [])]
}

/** Groups images by person when at least two people have several images; images without a face, or alone, follow. */
export function personGroups(images: readonly Image[]): readonly Grouped[] {
  const found = drafts(images, 'person', ({ person }) => (person === null ? null : String(person))).filter(several)
  if (found.length < 2) return images.length > 0 ? [{ group: null, images }] : []
  const taken = new Set(found.flatMap((draft) => draft.images))
  const rest = images.filter((image) => !taken.has(image))
  found.sort((a, b) => Number(a.of) - Number(b.of))
  return [...found.map(toGroup), ...(rest.length > 0 ? [{ group: null, images: rest }] : [])]
}
