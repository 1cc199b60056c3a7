import { type ActorImage, counts } from './image.ts'
import type { Plan, SurplusPolicy } from './plan.ts'
import { STYLE_NAMES, STYLES } from './style.ts'

/** Returns "3 images have …: a.jpg, b.jpg, c.jpg.", with singular or plural and at most eight names. */
function about(images: readonly Pick<ActorImage, 'filename'>[], one: string, many: string): string[] {
  if (images.length === 0) return []
  const names = images.slice(0, 8).map((image) => image.filename)
  const more = images.length > 8 ? ` and ${images.length - 8} more` : ''
  return [`${images.length === 1 ? `1 image ${one}` : `${images.length} images ${many}`}: ${names.join(', ')}${more}.`]
}

type Planned = Pick<Plan, 'target' | 'deletions' | 'kept'>

/** Returns the sentence about images that would be removed if the set could be refilled; a window shows their pictures instead. */
export const keptForWant = ({ kept }: Pick<Plan, 'kept'>): readonly string[] =>
  about(kept, 'stays, since the set cannot be refilled', 'stay, since the set cannot be refilled')

/** Warns of surplus images whose deletion a person skipped: no others are removed instead. */
function sparedSurplus({ deletions, target }: Planned): string[] {
  return STYLES.flatMap((style) => {
    const n = deletions.filter((step) => step.skipped && step.reason === 'surplus' && step.type === style).length
    if (n === 0) return []
    const what = n === 1 ? `1 ${STYLE_NAMES[style]} image` : `${n} ${STYLE_NAMES[style]} images`
    return [
      `${what} more than the ${target[style]} needed will stay, since you keep ${n === 1 ? 'it' : 'them'}; plan again to remove others.`,
    ]
  })
}

/** Warns when more images of a style are kept than the target allows. */
function promised(images: readonly ActorImage[], { target }: Planned): string[] {
  return STYLES.flatMap((style) => {
    const n = images.filter((it) => it.kept && counts(it) && !it.unsure && it.style === style).length
    if (n <= target[style]) return []
    const over = n - target[style]
    return [
      n === 1
        ? `You keep 1 ${STYLE_NAMES[style]} image where none is needed; release it to meet the mix.`
        : `You keep ${n} ${STYLE_NAMES[style]} images where ${target[style]} ${target[style] === 1 ? 'is' : 'are'} needed; release ${over} of them to meet the mix.`,
    ]
  })
}

/** Returns sentences about images that the plan does not touch and gaps that it cannot fill, and the question for the user. */
export function planWarnings(
  images: readonly ActorImage[],
  plan: Planned,
  policy: SurplusPolicy,
): Pick<Plan, 'warnings' | 'question'> {
  const going = new Set([...plan.deletions, ...plan.kept].map(({ filename }) => filename))
  const unassessed = images.filter((image) => image.verdict === null)
  const unplaced = images.filter(
    (image) => image.verdict !== null && image.verdict !== 'reject' && image.style === null,
  )
  const spared = images.filter((image) => image.verdict === 'reject' && !image.kept && !going.has(image.filename))
  const guessed = images.filter((image) => counts(image) && image.unsure)
  const unreadable = images.filter((image) => image.verdict === 'reject' && image.kept)
  const tooMany = STYLES.flatMap((style) => {
    const n = images.filter((it) => counts(it) && !it.unsure && it.style === style).length - plan.target[style]
    return n > 0 && policy === 'keep' ? [`${n} more ${STYLE_NAMES[style]} than needed; they are kept.`] : []
  })
  const overruled = images.filter((image) => image.assessment?.overruled === true && image.verdict !== 'reject')
  // Users know the evaluator "service:model@2" by its model alone.
  const [evaluator] = overruled.map((image) => image.assessment?.evaluator.replace(/^[^:]*:|@[^@]*$/g, '') ?? '')
  return {
    warnings: [
      ...about(guessed, 'is counted as its most likely style', 'are counted as their most likely style'),
      ...about(unassessed, 'has not been assessed and is left alone', 'have not been assessed and are left alone'),
      ...about(unplaced, 'has no style yet and is left alone', 'have no style yet and are left alone'),
      ...about(
        spared,
        'is rejected for a reason that no longer applies and is left alone',
        'are rejected for reasons that no longer apply and are left alone',
      ),
      ...keptForWant(plan),
      ...about(
        unreadable,
        'cannot be read and stays, since you keep it',
        'cannot be read and stay, since you keep them',
      ),
      ...sparedSurplus(plan),
      ...promised(images, plan),
      ...tooMany,
    ],
    ...(overruled.length === 0
      ? {}
      : {
          question: `${evaluator} rejects ${overruled.length} of ${images.length} images. None of them is removed for that: review them and reject those you agree with.`,
        }),
  }
}
