import { guesserOf } from '../../../src/main/domain/guesser.ts'
import type { Seen, Taught } from '../../../src/main/domain/learned-style.ts'
import { lookalikeGroups } from '../../../src/main/domain/lookalike.ts'
import { lookalikesOf } from '../../../src/main/domain/offer.ts'
import type { StyleGuess } from '../../../src/main/domain/assessment.ts'
import type { Style } from '../../../src/main/domain/style.ts'
import { THRESHOLDS } from '../../../src/main/domain/thresholds.ts'
import type { Vector } from '../../../src/main/domain/vectors.ts'
import type { KindVectors } from '../../../src/main/domain/zero-shot.ts'

export interface Picture extends Seen {
  readonly name: string
  readonly truth: Style
  /** Vector from the pretrained picture network, if measured. */
  readonly shows?: Vector | undefined
}

/** The app's aids besides its first predictions. */
export interface Help {
  /** True when predictions begin with the shipped model, false for none. */
  readonly shipped: boolean
  readonly learning: boolean
  readonly groups: boolean
  readonly offers: boolean
}

export const ALL_HELP: Help = { shipped: true, learning: true, groups: true, offers: true }

/** Returns the number of actions until every picture is in its lane. */
export const actionsToSort = (pictures: readonly Picture[], help: Help, kinds: KindVectors | null = null): number =>
  sortAll(pictures, help, kinds).length - 1

/**
 * Returns the number of pictures in a wrong lane at first and after each action of a person who is always right: dragging one picture,
 * dragging a group of similar pictures that belong together, or accepting a suggestion. Groups with several wrong pictures come first, then
 * the most doubtful wrong picture. After each action the library's own model predicts the others again.
 */
export function sortAll(pictures: readonly Picture[], help: Help, kinds: KindVectors | null = null): readonly number[] {
  const said = new Set<string>()
  const taught: Taught[] = []
  const wrongAfter: number[] = []
  const prior = (picture: Picture): Picture => (help.shipped ? picture : { ...picture, drawn: 0.5 })
  const look = (): readonly Open[] => {
    const guess = guesserOf({ base: null, taught: help.learning ? taught : [], kinds: help.shipped ? kinds : null })
    const open = pictures
      .filter(({ name }) => !said.has(name))
      .map((picture) => ({ picture, guess: guess(prior(picture)) }))
    wrongAfter.push(wrongOf(open).length)
    return open
  }
  const place = (placed: readonly Picture[]): readonly Open[] => {
    for (const picture of placed) {
      said.add(picture.name)
      taught.push({ ...prior(picture), style: picture.truth, own: true })
    }
    return look()
  }
  for (let open = look(); wrongOf(open).length > 0;) {
    const moved = (help.groups ? bestGroup(open) : null) ?? [mostDoubtful(wrongOf(open))]
    open = place(moved)
    const wrong = new Set(wrongOf(open).map(({ picture }) => picture))
    const offered = help.offers
      ? lookalikesOf(
          moved,
          open.map(({ picture }) => picture),
        )
      : []
    const belong = offered.every((picture) => picture.truth === moved[0]!.truth)
    if (belong && offered.some((picture) => wrong.has(picture))) open = place(offered)
  }
  return wrongAfter
}

const wrongOf = (open: readonly Open[]): readonly Open[] =>
  open.filter(({ picture, guess }) => guess.style !== picture.truth)

const mostDoubtful = (open: readonly Open[]): Picture =>
  open.reduce((worst, next) => (next.guess.confidence < worst.guess.confidence ? next : worst)).picture

type Open = { readonly picture: Picture; readonly guess: StyleGuess }

/** Returns the group of one lane whose pictures all belong in another, or null when it would not save a drag. */
function bestGroup(open: readonly Open[]): readonly Picture[] | null {
  let best: readonly Picture[] | null = null
  for (const lane of Map.groupBy(open, ({ guess }) => guess.style).values()) {
    const doubtful = lane.filter(({ guess }) => guess.unsure).map(({ picture }) => picture)
    const shown = doubtful.every(({ shows }) => shows)
    const groupOf = lookalikeGroups(
      doubtful.map(({ name, shows, signature }) => ({
        filename: name,
        signature: shown && shows ? Array.from(shows) : signature,
      })),
      shown ? THRESHOLDS.lookalikeShown : THRESHOLDS.lookalike,
    )
    for (const group of Map.groupBy(lane, ({ picture }) => groupOf.get(picture.name) ?? null).entries()) {
      if (group[0] === null) continue
      const members = group[1].map(({ picture }) => picture)
      const truth = members[0]!.truth
      if (truth === lane[0]!.guess.style || members.some((picture) => picture.truth !== truth)) continue
      if (members.length > (best?.length ?? 1)) best = members
    }
  }
  return best
}
