import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GeneratedImage, GenerationRequest } from '../domain/generation.ts'
import { isUnreadable, type Measures } from '../domain/measures.ts'
import { ownDir } from '../library/presence.ts'
import type { Check } from '../runs/ports.ts'
import { knownImages } from './known-images.ts'
import type { Session } from './session.ts'

export interface CandidateCheck {
  /**
   * Holds a new picture against what was asked for: it decodes, an illustration is black & white or coloured as asked (pixels
   * tell that reliably; whether a picture is drawn they only guess, and a guess discards nothing), and it is no duplicate of
   * an image the actor has or of one that was accepted a moment ago.
   */
  readonly check: (image: GeneratedImage, request: GenerationRequest) => Promise<Check>
  /** A run has ended: what it made is in the catalog now, or gone again. */
  forget(): void
}

export function createCandidateCheck(session: Session): CandidateCheck {
  const accepted = new Map<string, Measures[]>()
  return {
    async check(image, request) {
      const { sha256, measured } = await measureBytes(session, image.bytes)
      if (isUnreadable(measured)) return { ok: false, why: `it does not decode: ${measured.unreadable}` }
      const wrong = wrongTone(measured, request.type)
      if (wrong) return { ok: false, why: wrong }
      // From here to the end nothing waits, so that two pictures of one actor cannot pass each other.
      const recent = accepted.get(request.actorId) ?? []
      const twin = recent.some((other) => session.evaluator.alike(other, measured))
      const like = twin ? 'another picture of this run' : lookAlike(session, request.actorId, measured)
      if (like) return { ok: false, why: `it looks like ${like}` }
      accepted.set(request.actorId, [...recent, measured])
      session.catalog.measures.put(sha256, session.evaluator.id, measured)
      return { ok: true, width: measured.width, height: measured.height, sha256 }
    },
    forget: () => accepted.clear(),
  }
}

async function measureBytes(session: Session, bytes: Uint8Array) {
  const dir = join(ownDir(session.layout.root), 'tmp')
  const file = join(dir, `${randomUUID()}.jpg`)
  await mkdir(dir, { recursive: true })
  try {
    await writeFile(file, bytes, { flag: 'wx' })
    return await session.evaluator.measure(file)
  } finally {
    await rm(file, { force: true })
  }
}

function wrongTone(measures: Measures, type: GenerationRequest['type']): string | null {
  if (type === 'bw_stylized' && !measures.monochrome) return 'it is not black and white'
  if (type === 'color_stylized' && measures.monochrome) return 'it has no colour'
  return null
}

/** File name of an image of the actor that the new one repeats, the base image included. */
function lookAlike(session: Session, actorId: string, measures: Measures): string | null {
  const { catalog, evaluator } = session
  const row = catalog.actors.get(actorId)
  const base = row?.baseSha256 ? catalog.measures.get(row.baseSha256, evaluator.id) : null
  const others = knownImages(session, actorId).map(({ filename, measured }) => ({ filename, measured }))
  const all = [...others, { filename: row?.baseFile ?? 'the base image', measured: base }]
  const found = all.find(({ measured }) => measured && !isUnreadable(measured) && evaluator.alike(measured, measures))
  return found?.filename ?? null
}
