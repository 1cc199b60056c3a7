import { type ClosingTotal } from '../domain/closing.ts'
import { type FleetRow, isAssessed } from '../domain/fleet-columns.ts'
import { STYLES } from '../domain/style.ts'
import { html, type Html, raw } from './html.ts'
import { STYLE } from './style.ts'
import { costWords, count, LANE_NAMES, plural, STATE_NAMES, totalWords } from './words.ts'

export interface ReportHead {
  readonly library: string
  /** ISO. */
  readonly madeAt: string
  readonly actors: number
  readonly balanced: number
  readonly images: number
  readonly closing: ClosingTotal
}

/** Anchor of an actor's section. Ids may hold anything but white space. */
const anchorOf = (actorId: string): string => `actor-${encodeURIComponent(actorId)}`

/** Nothing but its own pictures and style may be loaded by the page, whatever ends up in it. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"

export const reportHead = (head: ReportHead): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <title>${head.library} – Evencast report</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <h1>${head.library}</h1>
          <p class="soft">
            ${plural(head.actors, 'actor')}, ${plural(head.images, 'image')}, as of
            <time datetime="${head.madeAt}">${head.madeAt.slice(0, 16).replace('T', ' ')} UTC</time>
          </p>
          <div class="figures">
            <p><b>${count(head.balanced)} of ${count(head.actors)}</b><span class="soft">balanced</span></p>
            <p><b>${totalWords(head.closing)}</b><span class="soft">to close every gap</span></p>
          </div>
          <table>
            <thead>
              <tr>
                <th>Actor</th>
                <th>State</th>
                ${STYLES.map((style) => html`<th>${LANE_NAMES[style]}</th>`)}
                <th>Unsorted</th>
                <th>Rejected</th>
                <th>Missing</th>
                <th>Too many</th>
                <th>Cost</th>
              </tr>
            </thead>
            <tbody></tbody>
          </table>
        </main>
      </body>
    </html> `

/** `linked`: the actor has a section of its own below. */
export function overviewRow({ actor, closing }: FleetRow, face: string | null, linked: boolean): Html {
  const known = (n: number) => (isAssessed(actor) ? count(n) : '–')
  const name = html`${faceOf(face, '')}${actor.actorId}`
  return html`<tr>
    <td>
      ${linked ? html`<a href="#${anchorOf(actor.actorId)}">${name}</a>` : html`<span class="name">${name}</span>`}
    </td>
    <td>${STATE_NAMES[actor.state]}</td>
    ${STYLES.map(
      (style) =>
        html`<td>
          ${count(actor.counts[style])}/${count(actor.target[style])}<span class="bar ${style}"
            ><i style="width:${share(actor.counts[style], actor.target[style])}%"></i
          ></span>
        </td>`,
    )}
    <td>${count(actor.counts.unclassified)}</td>
    <td>${count(actor.rejected)}</td>
    <td>${known(actor.deficit)}</td>
    <td>${known(actor.surplus)}</td>
    <td>${costWords(closing)}</td>
  </tr> `
}

const share = (have: number, target: number): number =>
  target === 0 ? (have > 0 ? 100 : 0) : Math.round(Math.min(1, have / target) * 100)

const faceOf = (face: string | null, size: '' | 'big'): Html =>
  face === null ? html`<span class="face ${size}"></span>` : html`<img class="face ${size}" src="${face}" alt="" />`

export const overviewEnd = html`</tbody>
</table>
`

export const actorHead = ({ actor, closing }: FleetRow, face: string | null): Html =>
  html`<section class="actor" id="${anchorOf(actor.actorId)}">
    <header>
      ${faceOf(face, 'big')}
      <div>
        <h2>${actor.actorId}</h2>
        <p class="soft">
          ${plural(actor.images, 'image')} · ${STATE_NAMES[actor.state]} · to close the gap: ${costWords(closing)}
        </p>
        ${actor.problem === null ? null : html`<p class="why">${actor.problem}</p>`}
      </div>
    </header>
  </section> `
