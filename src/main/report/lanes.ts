import type { ActorView, ImageView, PlanView } from '../contract/views.ts'
import { STYLES } from '../domain/style.ts'
import { html, type Html } from './html.ts'
import { count, LANE_NAMES, plural } from './words.ts'

const LANES = [...STYLES, 'unsorted', 'rejected'] as const
type LaneName = (typeof LANES)[number]

const words = (key: string): string => key.replaceAll('_', ' ')

/** Why an image is where it is, and what the plan does with it. */
function figure(image: ImageView, picture: string | null, plan: PlanView | null): Html {
  const step = plan?.deletions.find((each) => each.filename === image.filename && !each.skipped)
  const said = [
    ...(image.decidedBy === 'human' ? ['by hand'] : []),
    ...(image.generated ? ['generated'] : []),
    ...(image.unsure ? ['unsure'] : []),
    ...image.issues.map((issue) => `${words(issue.key)}: ${issue.detail}`),
  ]
  return html`<li>
    <figure class="${step ? 'out' : ''}">
      ${picture === null ? html`<div class="gap">not shown</div>` : html`<img loading="lazy" src="${picture}" alt="" />`}
      <figcaption>
        <b>${image.filename}</b
        >${said.length > 0 ? html`<span class="soft">${said.join(' · ')}</span>` : null}${step ? html`<span class="why"> Out: ${words(step.reason)}, ${step.detail}</span>` : null}
      </figcaption>
    </figure>
  </li> `
}

const toMake = (plan: PlanView | null, lane: LaneName): readonly Html[] =>
  (plan?.generations ?? [])
    .filter((step) => step.type === lane && !step.skipped)
    .map(
      (step) =>
        html`<li>
          <div class="gap"><b>To make</b>${step.title}</div>
        </li> `,
    )

/** An actor's images lane by lane, each with its reasons; made one picture at a time, since there may be many. */
export async function* actorLanes(
  actor: ActorView,
  images: readonly ImageView[],
  plan: PlanView | null,
  pictureOf: (image: ImageView) => Promise<string | null>,
): AsyncGenerator<Html> {
  for (const lane of LANES) {
    const own = images.filter((image) => image.lane === lane)
    const making = toMake(plan, lane)
    if (own.length + making.length === 0 && (lane === 'unsorted' || lane === 'rejected')) continue
    const of = lane === 'unsorted' || lane === 'rejected' ? '' : ` of ${count(actor.target[lane])}`
    yield html`<div class="lane ${lane}">
      <h3>${LANE_NAMES[lane]} · ${count(own.length)}${of}</h3>
      <ul></ul>
    </div> `
    for (const image of own) yield figure(image, await pictureOf(image), plan)
    yield html`${making}</ul></div>
`
  }
  const more = actor.images - images.length
  if (more > 0) yield html`<p class="soft">${plural(more, 'more image')} not shown here.</p> `
  yield html`</section>\n`
}

export const reportEnd = (leftOut: number): Html =>
  html`<footer>${leftOut > 0 ? `${plural(leftOut, 'image')} left out to keep this file small. ` : null}Made with Evencast.</footer>\n</main></body></html>\n`
