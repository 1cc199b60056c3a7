import { join } from 'node:path'
import type { Event } from '../contract/event.ts'
import type { ModelView } from '../contract/models.ts'
import { EvencastError, messageOf } from '../domain/error.ts'
import type { PackId } from '../domain/pack-ids.ts'
import { createPretrained, type InstallOptions } from '../pretrained/installed.ts'
import { PACKS, type Pack } from '../pretrained/packs.ts'
import { createSeeing, type Seeing, type SeeingPorts } from '../pretrained/seeing.ts'

export interface Models {
  readonly seeing: Seeing
  /** Returns the folder of an installed network; null when it is not installed. */
  folderOf(id: PackId): string | null
  list(): Promise<ModelView[]>
  /** Installs a network and waits for the end. */
  install(id: PackId, options?: InstallOptions): Promise<void>
  /** Starts an installation for callers that follow its events. Errors are emitted as notices. */
  begin(id: PackId, from: string | undefined): Promise<ModelView[]>
  /** Stops an installation and keeps what was downloaded. */
  stop(id: PackId): Promise<ModelView[]>
  remove(id: PackId): Promise<ModelView[]>
  close(): Promise<void>
}

export interface ModelPorts extends Omit<SeeingPorts, 'folderOf' | 'commonFaceFile' | 'packs'> {
  readonly configDir: string
  readonly resourcesDir: string
  readonly unpackFaces: (job: { readonly archive: string; readonly folder: string }) => Promise<void>
  readonly emit: (event: Event) => void
  /** Called when networks were added or removed, because everything they judged has to be judged again. */
  readonly onInstalled: () => void
  /** Replaces the published networks in tests. */
  readonly packs?: Readonly<Record<PackId, Pack>> | undefined
}

/** Creates the pretrained networks of this machine. */
export async function createModels(ports: ModelPorts): Promise<Models> {
  const { configDir, resourcesDir, unpackFaces, emit, onInstalled, packs = PACKS, ...seeing } = ports
  const pretrained = await createPretrained({
    dir: join(configDir, 'models'),
    unpackFaces,
    packs,
    onChange: () => void list().then((models) => emit({ type: 'models', models })),
  })
  const list = async (): Promise<ModelView[]> => [...(await pretrained.list())]

  async function install(id: PackId, options?: InstallOptions): Promise<void> {
    await pretrained.install(id, options)
    onInstalled()
  }

  return {
    seeing: createSeeing({
      ...seeing,
      packs,
      folderOf: (id) => pretrained.folderOf(id),
      commonFaceFile: join(resourcesDir, 'evaluator/common-face.bin'),
    }),
    folderOf: (id) => pretrained.folderOf(id),
    list,
    install,
    async begin(id, from) {
      install(id, { from }).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'AbortError') return
        const message =
          error instanceof EvencastError ? error.message : `${packs[id].title} was not installed: ${messageOf(error)}`
        emit({ type: 'notice', level: 'error', message })
      })
      return list()
    },
    async stop(id) {
      await pretrained.stop(id)
      return list()
    },
    async remove(id) {
      const wasThere = pretrained.folderOf(id) !== null
      await pretrained.remove(id)
      if (wasThere) onInstalled()
      return list()
    },
    close: () => pretrained.close(),
  }
}
