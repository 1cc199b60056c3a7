import { join } from 'node:path'
import type { Opinion } from '../domain/opinion.ts'
import { type KnownImage, knownImages, measuresOf } from './known-images.ts'
import { baseFileOf, folderOf, type Session } from './session.ts'

type OpinionOf = (image: Pick<KnownImage, 'sha256'>) => Opinion | null

/** What the vision model of the settings said of an actor's images before; null when none is set. */
export function storedOpinions({ catalog, opinions }: Session, actorId: string): OpinionOf | null {
  const id = opinions()?.id
  if (id === undefined) return null
  const base = catalog.actors.get(actorId)?.baseSha256 ?? null
  return ({ sha256 }) => (sha256 === null ? null : catalog.opinions.get(sha256, id, base))
}

/**
 * Asks the vision model of the settings about images it has not seen. Left out, since it would be money for nothing: what pixels
 * reject already and what a human has placed. Each answer is stored the moment it is there. Answers whether there was one.
 */
export async function askOpinions(
  session: Session,
  actorId: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { catalog } = session
  const model = session.opinions()
  const earlierOf = storedOpinions(session, actorId)
  if (model === null || earlierOf === null) return false
  const { imagesDir } = folderOf(session, actorId)
  const images = knownImages(session, actorId).flatMap((image) => {
    const measures = measuresOf(image)
    const earlier = earlierOf(image)
    if (measures === null || image.sha256 === null || image.decidedBy === 'human' || image.verdict === 'reject')
      return []
    if (earlier !== null && !earlier.open) return []
    const { filename, sha256, entry } = image
    return [
      { filename, file: join(imagesDir, filename), sha256, measures, generated: entry.source === 'generated', earlier },
    ]
  })
  if (images.length === 0) return false

  const base = catalog.actors.get(actorId)?.baseSha256 ?? null
  const hashOf = new Map(images.map(({ filename, sha256 }) => [filename, sha256]))
  const store = (told: ReadonlyMap<string, Opinion>) =>
    catalog.transaction(() => {
      for (const [filename, opinion] of told) {
        const sha256 = hashOf.get(filename)
        if (sha256 !== undefined) catalog.opinions.put(sha256, model.id, base, opinion)
      }
    })
  const { opinions } = await model.opinions(
    { actorId, base: baseFileOf(session, actorId), images },
    {
      signal,
      onOpinions: store,
      onUsage: ({ usd, tokens }) => session.log.info({ actorId, usd, tokens }, 'vision model asked'),
    },
  )
  store(opinions)
  return true
}
