import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EvencastError } from '../../domain/error.ts'
import { assertPresent, isMissing, isThere, ownDir } from '../../library/presence.ts'
import { pathIn } from '../../library/path-in.ts'
import { placeNew } from '../../library/place.ts'
import type { Brief, FilesPort, ManifestsPort, RunPorts } from '../../runs/ports.ts'
import { assessActor } from '../assess/assess-actor.ts'
import type { CandidateCheck } from './check-candidate.ts'
import { indexActor } from '../index/index-actor.ts'
import { describe, knownImages } from '../index/known-images.ts'
import { editManifest, readManifest, restoreManifest } from '../index/manifests.ts'
import { reserveName } from '../index/reserve-name.ts'
import type { FollowingStore } from '../sync/store-trash.ts'
import { fingerprintOf, sourcesOf } from '../plan/plan-actor.ts'
import { folderOf } from '../context/library-context.ts'
import type { ExecuteContext } from './execute-context.ts'
import { sha256Of } from '../../kit/sha256.ts'

/** Implements what a run does to the library: files, manifests, generator and checks. */
export function createRunPorts(
  context: ExecuteContext,
  { check }: CandidateCheck,
  store: FollowingStore,
  changed: (actorIds: readonly string[]) => void,
): Omit<RunPorts, 'payments'> {
  const known = async (actorId: string) => {
    await indexActor(context, actorId)
    await assessActor(context, actorId)
    return knownImages(context, actorId)
  }
  return {
    files: filesPort(context, store),
    manifests: manifestsPort(context),
    generator: (name) => context.generatorNamed(name) ?? unknownGenerator(name),
    generatorAs: (maker) => context.generatorAs(maker) ?? unknownGenerator(maker.name),
    async brief(actorId, generation): Promise<Brief> {
      const prompt = context.prompts.find(generation.prompt_id)
      if (!prompt) {
        const { prompt_id } = generation
        throw new EvencastError(
          'BAD_INPUT',
          `The prompt “${prompt_id}” is no longer in the prompt library; plan ${actorId} again.`,
        )
      }
      const sources = sourcesOf(context, actorId, knownImages(context, actorId))
      // Surplus images go to the trash before the first image is generated, so sources may be missing.
      const [photographs, drawings] = await Promise.all([sources.photographs, sources.drawings].map(thereOnly))
      const { variant, angle, light } = prompt
      return { variant, angle, light, base: sources.base, photographs: photographs ?? [], drawings: drawings ?? [] }
    },
    check,
    describe: async (actorId) => (await known(actorId)).map(describe),
    fingerprint: async (actorId) => fingerprintOf(context, actorId, await known(actorId)),
    changed,
  }
}

function unknownGenerator(name: string): never {
  throw new EvencastError(
    'BAD_INPUT',
    `This run was started with the generator “${name}”, which is not available here.`,
  )
}

function filesPort(context: ExecuteContext, store: FollowingStore): FilesPort {
  const { trash, layout } = context
  const pathOf = (actorId: string, filename: string) =>
    pathIn(layout.root, folderOf(context, actorId).imagesDir, filename)
  return {
    async discard({ trashId, actorId, filename, reason, runId, entry }) {
      const { sidecars } = await trash.put({
        id: trashId,
        file: await pathOf(actorId, filename),
        actorId,
        entry,
        reason,
        runId,
        deletedAt: context.now().toISOString(),
      })
      for (const name of [filename, ...sidecars]) await store.discarded(actorId, name, trashId)
    },
    async restore(trashId) {
      const item = await trash.restore(trashId)
      if (!item) throw new EvencastError('NOT_FOUND', 'The trash was emptied: this file cannot be restored.')
      for (const name of [item.filename, ...item.sidecars]) await store.restored(item.actor_id, name, trashId)
    },
    inTrash: async (trashId) => (await trash.find(trashId)) !== null,
    reserveName: (actorId) => reserveName(context, actorId),
    async place(actorId, filename, bytes) {
      const dir = join(ownDir(layout.root), 'tmp')
      await mkdir(dir, { recursive: true })
      const temp = join(dir, `${randomUUID()}.jpg`)
      try {
        await writeFile(temp, bytes, { flag: 'wx' })
        await placeNew(temp, await pathOf(actorId, filename))
      } finally {
        await rm(temp, { force: true })
      }
    },
    async exists(actorId, filename) {
      if (await isThere(await pathOf(actorId, filename))) return true
      await assertPresent(layout.root)
      return false
    },
    async sha256(actorId, filename) {
      try {
        return await sha256Of(await pathOf(actorId, filename))
      } catch (error) {
        // A missing drive must not look like a missing file.
        await assertPresent(layout.root)
        if (isMissing(error)) return null
        throw error
      }
    },
  }
}

const manifestsPort = (context: ExecuteContext): ManifestsPort => ({
  read: (actorId) => readManifest(context, actorId),
  edit: (actorId, change) => editManifest(context, actorId, change),
  restoreBytes: (actorId, bytes, when) => restoreManifest(context, actorId, bytes, when),
})

async function thereOnly(files: readonly string[]): Promise<string[]> {
  const there = await Promise.all(files.map(isThere))
  return files.filter((_, i) => there[i])
}
