import { createHash } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { safeName } from '../../domain/training/names.ts'
import type { TrainerName } from '../../domain/training/trainer.ts'
import { ownDir } from '../../library/presence.ts'
import { packAsZip, sendToStore } from '../../training/deliver.ts'
import { FORMATS } from '../../training/formats/index.ts'
import type { ExportedSet } from '../../training/write-export.ts'
import type { ActorSelection } from '../context/operation-options.ts'
import type { PlanContext } from '../plan/plan-context.ts'
import { type ExportedActor, exportActors, type ExportPorts, type ExportRequest } from './export-actors.ts'

const isStore = (to: string): boolean => /^(?:s3|file):/i.test(to)
const isZip = (to: string): boolean => /\.zip$/i.test(to)

/**
 * Exports to a folder, a zip (`NAME.zip`) or a store (`s3://…`, `file:///…`). Zips and exports to stores are first written into the
 * library's own folder and stay there until they are complete, so that an interrupted one can continue.
 */
export async function exportTo(
  context: PlanContext,
  ports: ExportPorts,
  actors: ActorSelection,
  request: ExportRequest,
): Promise<readonly ExportedActor[]> {
  const { to, trainer } = request
  if (typeof to !== 'string' || !(isStore(to) || isZip(to))) return exportActors(context, ports, actors, request)
  if (/^s3:/i.test(to) && !readsBuckets(trainer))
    throw new EvencastError(
      'BAD_INPUT',
      `${FORMATS[trainer].title} reads folders and no buckets. Export to a folder, to NAME.zip or to file:///folder.`,
    )
  const key = createHash('sha256')
    .update(JSON.stringify([to, trainer, actors]))
    .digest('hex')
    .slice(0, 16)
  const stage = join(ownDir(context.layout.root), 'exports', key)
  await mkdir(join(stage, '..'), { recursive: true })
  const sets = await exportActors(context, ports, actors, { ...request, to: stage })
  const many = sets.length > 1
  const sent: ExportedActor[] = []
  for (const set of sets) {
    if (!set.exported || set.problem !== null) {
      sent.push(set)
      continue
    }
    try {
      sent.push({ ...set, exported: await send(set.exported, many ? safeName(set.actorId) : null, ports, request, to) })
    } catch (error) {
      if (!(error instanceof EvencastError) || request.signal?.aborted) throw error
      sent.push({ ...set, exported: null, problem: messageOf(error) })
    }
  }
  if (sent.every(({ problem }) => problem === null)) await rm(stage, { recursive: true, force: true })
  return sent
}

const readsBuckets = (trainer: TrainerName): boolean => trainer === 'simpletuner' || FORMATS[trainer].pack !== 'subsets'

/** Returns the URL of an actor's version in a store. It is beside `actors/`, which is the only folder that is synced. */
export const placeInStore = (store: string, trainer: TrainerName, actor: string, version: string): string =>
  `${store.replace(/\/+$/, '')}/exports/${trainer}/${actor}/${version}`

/** Works like `exportTo`, with a place in the store of the settings for each actor. */
export async function exportToStore(
  context: PlanContext,
  ports: ExportPorts,
  actorIds: readonly string[],
  { placeOf, ...request }: Omit<ExportRequest, 'to' | 'label'> & { readonly placeOf: PlaceInStore },
): Promise<readonly ExportedActor[]> {
  const url = context.settings().store.trim()
  if (url === '')
    throw new EvencastError('BAD_INPUT', 'No store is set. Enter one in Settings, or export to the folder.')
  const { store, bucket } = ports.storeAt(url)
  await store.prepare()
  const sent: ExportedActor[] = []
  for (const [i, actorId] of actorIds.entries()) {
    request.signal?.throwIfAborted()
    const { to, label } = placeOf(url, actorId)
    if (!bucket) await mkdir(dirname(fileURLToPath(to)), { recursive: true })
    const onProgress: ExportRequest['onProgress'] = ({ done, total, ...rest }) =>
      request.onProgress?.({ ...rest, done: i * total + done, total: actorIds.length * total })
    sent.push(...(await exportTo(context, ports, [actorId], { ...request, to, label, onProgress })))
  }
  return sent
}

type PlaceInStore = (store: string, actorId: string) => { readonly to: string; readonly label: string }

/** Sends an export and returns it with its new location. */
async function send(
  exported: ExportedSet,
  name: string | null,
  { storeAt }: ExportPorts,
  { signal, onProgress }: ExportRequest,
  to: string,
): Promise<ExportedSet> {
  const onFile = (done: number, total: number): void =>
    onProgress?.({ phase: `Sending to ${to}`, done, total, etaSeconds: null })
  if (!isStore(to)) {
    const file = resolve(name === null ? to : to.replace(/\.zip$/i, `-${name}.zip`))
    return { ...exported, lock: await packAsZip(exported, file, { signal }), dir: file }
  }
  const url = name === null ? to : `${to.replace(/\/+$/, '')}/${name}`
  const { store, bucket } = storeAt(url)
  const root = bucket ? url : fileURLToPath(url).replaceAll('\\', '/')
  if (!bucket && name !== null) await mkdir(fileURLToPath(to), { recursive: true })
  const where = bucket ? { root, bucket } : { root }
  const lock = await sendToStore(exported, store, where, { signal, onFile })
  // The training command must name the new location, too, because the temporary folder is deleted.
  return { ...exported, lock, dir: url, layout: { ...exported.layout, ...where } }
}
