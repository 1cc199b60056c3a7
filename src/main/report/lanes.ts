import type { ActorView, ImageView, PlanView } from '../contract/views.ts'
import { LANE_NAMES } from '../domain/image.ts'
import { STYLES } from '../domain/style.ts'
import { inParallel } from '../kit/in-parallel.ts'
import { type Html, markup } from './html.ts'
import { count, plural } from './words.ts'

const LANES = [...STYLES, 'unsorted', 'rejected'] as const
type LaneName = (typeof LANES)[number]

const words = (key: string): string => key.replaceAll('_', ' ')

/** Returns an image with the reasons for its lane, and the plan's step for it. */
function figure(image: ImageView, picture: string | null, plan: PlanView | null): Html {
  const step = plan?.deletions.find((each) => each.filename === image.filename && !each.skipped)
  const said = [
    ...(image.decidedBy === 'human' ? ['by hand'] : []),
    ...(image.generated ? ['generated'] : []),
    ...(image.unsure ? ['unsure'] : []),
    ...image.issues.map((issue) => `${words(issue.key)}: ${issue.detail}`),
  ]
  const shown =
    picture === null ? markup`<div class="gap">not shown</div>` : markup`<img loading="lazy" src="${picture}" alt="">`
  const going = step && markup` <span class="why">Remove: ${words(step.reason)}, ${step.detail}</span>`
  return markup`<li><figure class="${step ? 'out' : ''}">${shown}<figcaption><b>${image.filename}</b><span class="soft">${said.join(' · ')}</span>${going ?? null}</figcaption></figure></li>
`
}

const toMake = (plan: PlanView | null, lane: LaneName): readonly Html[] =>
  (plan?.generations ?? [])
    .filter((step) => step.type === lane && !step.skipped)
    .map((step) => markup`<li><div class="gap"><b>To generate</b>${step.title}</div></li>\n`)

/** Images prepared at a time. */
const AT_ONCE = 4

/** Yields an actor's images with their reasons, one lane at a time, because there may be many. */
export async function* actorLanes(
  actor: ActorView,
  images: readonly ImageView[],
  plan: PlanView | null,
  pictureOf: (image: ImageView) => Promise<string | null>,
): AsyncGenerator<Html> {
  for (const lane of LANES) {
    const own = images.filter((image) => image.lane === lane)
    const making = toMake(plan, lane)
    const aside = lane === 'unsorted' || lane === 'rejected'
    if (own.length + making.length === 0 && aside) continue
    const figures = await inParallel(own, AT_ONCE, async (image) => figure(image, await pictureOf(image), plan))
    const title = `${LANE_NAMES[lane]} · ${count(own.length)}${aside ? '' : ` of ${count(actor.target[lane])}`}`
    const cannot = (plan?.shortfalls ?? [])
      .filter((short) => short.type === lane)
      .map((short) => markup`<p class="why">${plural(short.missing, 'image')} can’t be generated: ${short.why}</p>`)
    yield markup`<div class="lane ${lane}"><h3>${title}</h3><ul>
${figures}${making}</ul>${cannot}</div>
`
  }
  const more = actor.images - images.length
  if (more > 0) yield markup`<p class="soft">${plural(more, 'more image')} not shown here.</p>\n`
  yield markup`</section>\n`
}

export const reportEnd = (leftOut: number): Html => {
  const note = leftOut > 0 ? `${plural(leftOut, 'image')} left out to keep this file small. ` : ''
  return markup`<footer>${note}Made with Evencast.</footer>
</main>
</body>
</html>
`
}
