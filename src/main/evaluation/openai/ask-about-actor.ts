import type { Drawer } from '../draw-picture.ts'
import type { Opinion } from '../../domain/opinion.ts'
import { ask, type AskCall, type AskPorts } from './ask.ts'
import { type ActorToJudge, type ImageToJudge, type DetailLevel, skipsSheet } from '../images-to-judge.ts'
import { conclude, type TileResult } from './opinions.ts'
import type { Seen } from './questions.ts'
import { evenly, imagesPerSheet, renderSheet } from './sheets.ts'

export interface ActorCall extends Pick<AskCall, 'signal' | 'onTokens' | 'reserve'> {
  /** Called as soon as opinions arrive: those stored then are not paid for again after an interruption. */
  readonly onOpinions: (told: ReadonlyMap<string, Opinion>) => void
}

export interface ActorPorts extends AskPorts {
  readonly draw: Drawer
  readonly evaluator: string
  readonly detailLevel: DetailLevel
  /** Bounds how many sheets are in memory, however many actors are assessed at once. */
  readonly inTurn: <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>
}

/** Assesses all images of one actor: on sheets, then closely where needed. Returns an opinion for each of them. */
export async function askAboutActor(
  ports: ActorPorts,
  actor: ActorToJudge,
  call: ActorCall,
): Promise<ReadonlyMap<string, Opinion>> {
  const { detailLevel } = ports
  const opinions = new Map(actor.images.flatMap(({ filename, earlier }) => (earlier ? [[filename, earlier]] : [])))
  const askAbout = async (images: readonly ImageToJudge[], seen: Seen): Promise<void> => {
    // At the default detail level, the close assessment covers the tiles that a sheet's answer left out.
    const retry = !(seen === 'sheet' && detailLevel === 'second')
    const hasBase = actor.base !== null
    const view = { evaluator: ports.evaluator, seen, hasBase, closerFollows: !retry }
    const size = detailLevel === 'every' ? 1 : imagesPerSheet(ports.model, seen, hasBase)
    await allOf(evenly(images, size), async (part) => {
      const told = await askOnce(ports, actor, part, seen, retry, call)
      const news = new Map(
        part.map(({ filename, measures }) => {
          const earlier = opinions.get(filename) ?? null
          return [filename, conclude(told.get(filename) ?? null, measures, view, earlier)] as const
        }),
      )
      for (const [filename, opinion] of news) opinions.set(filename, opinion)
      call.onOpinions(news)
    })
  }

  const onSheets = actor.images.filter((image) => !skipsSheet(image, detailLevel))
  await askAbout(onSheets, 'sheet')
  if (detailLevel === 'sheet') return opinions
  const closely = actor.images.filter(
    (image) => skipsSheet(image, detailLevel) || (opinions.get(image.filename)?.open ?? true),
  )
  await askAbout(closely, 'close')
  return opinions
}

/** Asks about one sheet; in halves when its answer does not fit, and once more for the tiles that were left out. */
async function askOnce(
  ports: ActorPorts,
  actor: ActorToJudge,
  images: readonly ImageToJudge[],
  seen: Seen,
  retry: boolean,
  call: ActorCall,
): Promise<ReadonlyMap<string, TileResult>> {
  call.signal?.throwIfAborted()
  const hasBase = actor.base !== null
  const { signal, onTokens, reserve } = call
  const result = await ports.inTurn(async () => {
    const sheet = await renderSheet(ports.draw, ports.model, seen, actor.base, images)
    return ask(ports, { seen, sheet, hasBase, count: images.length, signal, onTokens, reserve })
  }, signal)
  if (!result.ok) {
    if (result.trouble.kind !== 'length' || images.length === 1)
      return new Map(images.map(({ filename }) => [filename, result.trouble]))
    const halves = evenly(images, Math.ceil(images.length / 2))
    const told = await allOf(halves, (half) => askOnce(ports, actor, half, seen, retry, call))
    return new Map(told.flatMap((half) => [...half]))
  }
  const told = new Map(images.map(({ filename }, i) => [filename, result.tiles.get(i + 1) ?? null] as const))
  const left = images.filter(({ filename }) => told.get(filename) === null)
  if (left.length === 0 || !retry) return told
  return new Map([...told, ...(await askOnce(ports, actor, left, seen, false, call))])
}

/** Starts all at once (the gate admits them one by one); rethrows the first error only after the requests in progress are stored. */
async function allOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = await Promise.allSettled(items.map(work))
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })
}
