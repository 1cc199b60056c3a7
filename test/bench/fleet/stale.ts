import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EvencastError } from '../../../src/main/domain/error.ts'
import { emptyManifest, upsertImage, writeManifest } from '../../../src/main/domain/manifest.ts'
import { readManifest } from '../../../src/main/domain/read-manifest.ts'
import type { TakenActor } from '../../../src/main/fleet/ledger/actors.ts'
import { createLedger } from '../../../src/main/fleet/ledger/index.ts'
import { checkOut, readStoredManifest, trainingPrefix } from '../../../src/main/fleet/store/check-out.ts'
import { publish, settlePublishing } from '../../../src/main/fleet/store/publish.ts'
import { contentOf } from '../../../src/main/storage/s3/content.ts'
import type { Postgres } from '../../support/postgres/server.ts'
import { memoryStore } from './bucket.ts'
import type { Row } from './row.ts'
import { simulatedFleet } from './simulated.ts'

/**
 * Steps at which a worker is suspended while another takes its actor over, which are also how far the other gets before the first resumes.
 */
const MOMENTS = ['before', 'files', 'manifest, taken', 'manifest, published'] as const

/** Resumes workers that have lost their actor while publishing it, and counts their manifests that the store accepted. */
export async function staleWriters(postgres: Postgres, trialsEach = 25): Promise<Row> {
  const trials = MOMENTS.length * trialsEach
  const { db } = await simulatedFleet(postgres, trials, { atOnce: 1, createsPerMinute: 1, othersPerMinute: 1 })
  const ledger = createLedger(db)
  const folder = await mkdtemp(join(tmpdir(), 'evencast-stale-'))
  const { signal } = new AbortController()
  let [accepted, refused, wrong] = [0, 0, 0]

  for (let n = 0; n < trials; n++) {
    const actorId = `actor_${n}`
    const moment = MOMENTS[n % MOMENTS.length]
    let onPut = async (_key: string): Promise<void> => {}
    const store = memoryStore((key) => onPut(key))
    const key = (name: string) => `${store.location.prefix}${trainingPrefix(actorId)}${name}`
    const put = (name: string, text: string) => store.bucket.put(key(name), contentOf(Buffer.from(text)), {})
    await put('old.jpg', 'old')
    const listed = (names: readonly string[]) =>
      writeManifest(
        names.reduce(
          (manifest, filename) => upsertImage(manifest, filename, { type: 'photorealistic' }),
          emptyManifest(actorId, new Date().toISOString()),
        ),
      )
    await put('manifest.json', listed(['old.jpg']))

    const take = async (worker: string): Promise<TakenActor> => {
      const taken = await ledger.actors.take(1, actorId, worker)
      if (!taken) throw new Error(`${actorId} cannot be taken`)
      return taken
    }
    /** A worker's change to the actor: one more image under its own name. */
    const work = async (owned: TakenActor, worker: string) => {
      const root = join(folder, `${n} ${worker}`)
      if (owned.publishing) await settlePublishing(store, ledger, owned, owned.publishing)
      const checkedOut = await checkOut(store, actorId, root, owned.begun, signal)
      if (owned.begun === null) await ledger.actors.begun(owned, { manifest: checkedOut.manifest })
      const dir = join(root, trainingPrefix(actorId))
      await writeFile(join(dir, `${worker}.jpg`), worker)
      const names = readManifest(await readFile(join(dir, 'manifest.json'), 'utf8'), actorId).manifest.images
      await writeFile(join(dir, 'manifest.json'), listed([...names.map(({ filename }) => filename), `${worker}.jpg`]))
      return async () => {
        const why = await publish(store, ledger, owned, checkedOut, root, [])
        if (why !== null) throw new Error(why)
      }
    }
    const names = async () => {
      const stored = await readStoredManifest(store, actorId)
      const { images } = readManifest(stored?.text ?? '', actorId).manifest
      return images
        .map(({ filename }) => filename)
        .toSorted()
        .join()
    }

    let finish = async (): Promise<void> => {}
    const takeOver = async () => {
      onPut = async () => {}
      finish = await work(await take('heir'), 'heir')
      if (moment === 'manifest, published') {
        await finish()
        finish = async () => {}
      }
    }
    const publishStale = await work(await take('stale'), 'stale')
    if (moment === 'before') await takeOver()
    else
      onPut = async (at) => {
        if (at.endsWith('manifest.json') === (moment !== 'files')) await takeOver()
      }
    const result = await publishStale().then(
      () => null,
      (error: unknown) => error,
    )
    if (result instanceof EvencastError && result.code === 'CONFLICT') refused += 1
    if ((await names()).includes('stale')) accepted += 1
    await finish()
    if ((await names()) !== 'heir.jpg,old.jpg' || (await store.bucket.head(key('heir.jpg'))) === null) wrong += 1
  }
  await db.close()
  await rm(folder, { recursive: true, force: true })
  return {
    what: `manifests of ${trials} workers that lost their actor`,
    figure: `${refused} refused, ${accepted} taken, ${wrong} sets wrong`,
    target: 'all refused',
    reached: refused === trials && accepted + wrong === 0,
  }
}
