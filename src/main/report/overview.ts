import { type GapTotal } from '../domain/gap-estimate.ts'
import { type ActorRow, isGapKnown } from '../contract/actor-columns.ts'
import { LANE_NAMES } from '../domain/image.ts'
import { type Style, STYLES } from '../domain/style.ts'
import { type Html, markup, raw } from './html.ts'
import { STYLE } from './style.ts'
import { costWords, count, plural, STATE_NAMES, totalFigure, totalNote } from './words.ts'

export interface ReportHead {
  readonly library: string
  /** ISO 8601. */
  readonly madeAt: string
  readonly actors: number
  readonly balanced: number
  readonly images: number
  readonly gapEstimate: GapTotal
}

/** Returns the anchor of an actor's section. Ids may contain any character, so they are encoded. */
const anchorOf = (actorId: string): string => `actor-${encodeURIComponent(actorId)}`

/** The page may load only its own inlined images and styles, whatever text it contains. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"

export const reportHead = (head: ReportHead): Html => markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${head.library} – Evencast report</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>${head.library}</h1>
<p class="soft">${plural(head.actors, 'actor')}, ${plural(head.images, 'image')}, as of <time datetime="${head.madeAt}">${head.madeAt.slice(0, 16).replace('T', ' ')} UTC</time></p>
<div class="figures">
<p><b>${count(head.balanced)} of ${count(head.actors)}</b><span class="soft">balanced</span></p>
<p><b>${totalFigure(head.gapEstimate)}</b><span class="soft">to close every gap${totalNote(head.gapEstimate)}</span></p>
</div>
<table>
<thead><tr><th>Actor</th><th>State</th>${STYLES.map((style) => markup`<th>${LANE_NAMES[style]}</th>`)}<th>Unsorted</th><th>Rejected</th><th>Missing</th><th>Extra</th><th>Cost</th></tr></thead>
<tbody>
`

function styleCell({ counts, target }: ActorRow['actor'], style: Style): Html {
  const width = share(counts[style], target[style])
  return markup`<td>${count(counts[style])}/${count(target[style])}<span class="bar ${style}"><i style="width:${width}%"></i></span></td>`
}

/** `linked`: the actor has its own section below. */
export function overviewRow({ actor, gapEstimate }: ActorRow, face: string | null, linked: boolean): Html {
  const known = (n: number) => (isGapKnown(actor) ? count(n) : '–')
  const inner = markup`${faceOf(face, '')}${actor.actorId}`
  const name = linked
    ? markup`<a href="#${anchorOf(actor.actorId)}">${inner}</a>`
    : markup`<span class="name">${inner}</span>`
  const figures = [
    count(actor.counts.unclassified),
    count(actor.rejected),
    known(actor.deficit),
    known(actor.extra),
    costWords(gapEstimate),
  ]
  return markup`<tr><td>${name}</td><td>${STATE_NAMES[actor.state]}</td>${STYLES.map((style) => styleCell(actor, style))}${figures.map((figure) => markup`<td>${figure}</td>`)}</tr>
`
}

const share = (have: number, target: number): number =>
  target === 0 ? (have > 0 ? 100 : 0) : Math.round(Math.min(1, have / target) * 100)

const faceOf = (face: string | null, size: '' | 'big'): Html =>
  face === null ? markup`<span class="face ${size}"></span>` : markup`<img class="face ${size}" src="${face}" alt="">`

export const overviewEnd = markup`</tbody>
</table>
`

export const actorHead = ({ actor, gapEstimate }: ActorRow, face: string | null): Html =>
  markup`<section class="actor" id="${anchorOf(actor.actorId)}">
<header>${faceOf(face, 'big')}<div><h2>${actor.actorId}</h2><p class="soft">${plural(actor.images, 'image')} · ${STATE_NAMES[actor.state]} · to close the gap: ${costWords(gapEstimate)}</p>${actor.problem === null ? null : markup`<p class="why">${actor.problem}</p>`}</div></header>
`
