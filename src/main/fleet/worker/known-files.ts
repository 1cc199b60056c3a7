import { sep } from 'node:path'
import type { Core, KnownFiles } from '../../app/core.ts'
import { EvencastError } from '../../domain/error.ts'
import { LOCAL_EVALUATOR } from '../../domain/judge.ts'
import { PACK_IDS } from '../../domain/pack-ids.ts'
import { TRAINING_DIR } from '../../library/layout.ts'
import type { ListedFile } from '../ledger/contents.ts'
import type { Ledger } from '../ledger/index.ts'
import type { CheckedOut } from '../store/check-out.ts'

type Known = NonNullable<ReturnType<KnownFiles['measured']>>
export type WorkerFiles = ReturnType<typeof createKnownFiles>

/** Returns the path below the folder of actors, which is the same in every working copy. */
const placeOf = (file: string): string => file.split(sep).slice(-3).join('/')

/** Provides the measures and vectors of images that were not copied. The core uses them instead of the images' bytes. */
export function createKnownFiles({ contents, measures, vectors }: Pick<Ledger, 'contents' | 'measures' | 'vectors'>) {
  const files = new Map<string, Known>()
  const seen = new Map<string, Uint8Array>()
  const modelsOf = ({ models }: Core) => PACK_IDS.flatMap((id) => models.seeing.model(id) ?? [])
  const ports: KnownFiles = {
    measured: (file) => files.get(placeOf(file)),
    seen(file, model) {
      const known = files.get(placeOf(file))
      return known && seen.get(`${known.sha256} ${model}`)
    },
  }
  return {
    ports,
    /** Returns, by key, the SHA-256 of images that this worker need not copy. */
    known: (core: Core, listed: readonly ListedFile[]) =>
      contents.known(listed, { evaluator: LOCAL_EVALUATOR, models: modelsOf(core) }),
    /**
     * Loads the measures of an actor before it is opened as a library. Throws UNAVAILABLE for an image whose measures are missing after
     * all.
     */
    async load(core: Core, { actorId, elsewhere }: CheckedOut): Promise<void> {
      files.clear()
      seen.clear()
      const sha256s = [...elsewhere.values()].map(({ sha256 }) => sha256)
      const measured = new Map(
        (await measures.of(LOCAL_EVALUATOR, sha256s)).map((each) => [each.sha256, each.measured]),
      )
      for (const { sha256, model, vectors: found } of await vectors.of(modelsOf(core), sha256s))
        seen.set(`${sha256} ${model}`, found)
      for (const [filename, { sha256, bytes }] of elsewhere) {
        const known = measured.get(sha256)
        if (!known) throw new EvencastError('UNAVAILABLE', `What was measured of ${filename} is gone.`)
        files.set(`${actorId}/${TRAINING_DIR}/${filename}`, { sha256, bytes, measured: known })
      }
    },
  }
}
