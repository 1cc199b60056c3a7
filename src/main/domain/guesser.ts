import type { StyleGuess } from './assessment.ts'
import { isInGreys } from './greys.ts'
import { learn, type Seen, type Shift, type Taught } from './learned-style.ts'
import type { Measured } from './measures.ts'
import { lookalikesOf } from './offer.ts'
import type { Style } from './style.ts'
import { drawnGiven, guessStyle } from './style-guess.ts'
import { styleHeadOf } from './style-head.ts'
import type { Vector } from './vectors.ts'
import { type KindVectors, zeroShot } from './zero-shot.ts'

/** Input for guessing styles, besides the images: see `Beside`. */
interface Known {
  readonly base: Measured | null
  readonly taught: readonly Taught[]
  readonly kinds?: KindVectors | null
}

type Guesser = (
  image: Seen & { readonly shows?: Vector | undefined; readonly thumbnail?: string | undefined },
) => StyleGuess

/**
 * Guesses the style from pixels, from the words that a pretrained network finds fitting, and from labels that people gave to similar
 * pictures. Labels on other actors' images can move a guess and make it unsure, but never sure: of the guesses that only they made sure 71
 * % were right, of those that the actor's own labels made sure 98 %.
 */
export function guesserOf({ base, taught, kinds = null }: Known): Guesser {
  const seen = (shows: Vector) => (kinds ? zeroShot(shows, kinds) : { drawn: 0, neither: false })
  const guessBy = (labels: readonly Taught[]): Guesser => {
    const learned = learn(labels)
    const head = styleHeadOf(labels, (shows) => seen(shows).drawn)
    return (image) => {
      const { shows } = image
      const said: Shift = shows && head ? head(shows) : learned(image)
      const shown = shows ? seen(shows).drawn : 0
      const shift = { ...said, drawn: said.drawn + shown }
      const drawn = drawnGiven(image.drawn, base)
      const guessed = guessStyle({ ...image, drawn }, shift)
      const onlyByTexture = drawn === image.drawn && shown <= 0
      const inDoubt = () =>
        onlyByTexture && mayBePhotographed(image, guessed.style) && !areDrawings(lookalikesOf([image], labels))
      return { ...guessed, unsure: guessed.unsure || inDoubt() }
    }
  }
  const guess = guessBy(taught)
  const own = taught.filter((label) => label.own)
  const guessByOwn = own.length === taught.length ? guess : guessBy(own)
  return (image) => {
    const guessed = guess(image)
    const byOwn = guessed.unsure ? guessed : guessByOwn(image)
    const neither = image.shows !== undefined && seen(image.shows).neither
    return { ...guessed, unsure: neither || byOwn.unsure || byOwn.style !== guessed.style }
  }
}

/**
 * Returns true when similar pictures were labelled as drawings. The labels' shift of a logit cannot show that: it fades with distance but
 * never ends, and it is zero where the texture was right.
 */
const areDrawings = (alike: readonly Taught[]): boolean =>
  alike.length > 0 && alike.every(({ style }) => style !== 'photorealistic')

/**
 * Returns true for a drawing without colour that consists of greys: only labels, a drawn base image or another network make it a sure one.
 */
const mayBePhotographed = ({ thumbnail }: Parameters<Guesser>[0], style: Style): boolean =>
  style === 'bw_stylized' && thumbnail !== undefined && isInGreys(thumbnail)
