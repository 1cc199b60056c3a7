import { homedir } from 'node:os'
import { join } from 'node:path'
import packageJson from '../../package.json' with { type: 'json' }
import type { Event } from './contract/index.ts'
import type { SettingsView } from './contract/settings.ts'
import { EvencastError } from './domain/error.ts'
import { createLocalEvaluator } from './evaluation/local/index.ts'
import { createLocalGenerator } from './generation/local/index.ts'
import { PRESETS } from './generation/replicate/presets.ts'
import { createIncoming } from './library/incoming.ts'
import { assertOwn } from './library/own-files.ts'
import { claimLibrary, isThere } from './library/presence.ts'
import { createThumbnails } from './media/thumbnails.ts'
import { createWeb } from './media/web.ts'
import { makePrivateFolder, narrowFolder } from './kit/private-folder.ts'
import { writeStream } from './report/write-stream.ts'
import { writeSample } from './sample/write-sample.ts'
import { createFolders } from './settings/folders.ts'
import { createFileVault } from './settings/file-vault.ts'
import { createSealedVault } from './settings/sealed-vault.ts'
import { createSecrets, fleetAddress } from './settings/secrets.ts'
import { createRecent } from './settings/recent.ts'
import { createSettings } from './settings/settings.ts'
import type { Core, CorePorts, Notice, OpenOptions } from './app/core.ts'
import { createMachine } from './app/machine.ts'
import { archivedFiles, baseImageFile, imageFile, keptFile, trashedFile } from './operations/index/media-files.ts'
import { type OpenedLibrary, openLibrary } from './app/open-library.ts'
import { layoutOf } from './app/store-library.ts'
import { createTrust } from './app/trust.ts'
import { createKnownLibraries } from './settings/known-libraries.ts'
import { createPlaces } from './app/places.ts'
import { createModels } from './app/models.ts'
import { knownEvaluator } from './evaluation/known-evaluator.ts'
import { knownSeeing } from './pretrained/known-seeing.ts'
import { visionPriceViews } from './app/vision-services.ts'
import { createServices } from './app/services.ts'
import { createTrainings } from './operations/export/train.ts'
import { assessTask } from './operations/assess/assess-task.ts'
import { addImages } from './operations/edit/add-images.ts'
import { announceAll } from './operations/view/announce.ts'
import { viewLibrary } from './operations/view/present.ts'

export type { Core, CorePorts } from './app/core.ts'
export { createMachine } from './app/machine.ts'
export type { Cipher } from './settings/sealed-vault.ts'
export type { Library } from './app/library.ts'
export type { ActorSelection, OperationOptions, Progress } from './operations/context/operation-options.ts'
export type { LibraryQuestion } from './contract/trust.ts'
export type { ExecuteOptions } from './operations/run/execute.ts'

/** The composition root: builds every part once and hands it to those that need it. */
export async function createCore(ports: CorePorts): Promise<Core> {
  const { configDir, resourcesDir, env, log } = ports
  const listeners = new Set<(event: Event) => void>()
  const noticed = new Set<(notice: Notice) => void>()
  const emit = (event: Event) => {
    if (event.type === 'notice') for (const listener of noticed) listener(event)
    for (const listener of listeners) listener(event)
  }
  const now = () => new Date()
  makePrivateFolder(configDir)
  const narrowed = await narrowFolder(configDir)
  const notices = narrowed === null ? [] : [narrowed]
  const settings = await createSettings({ configDir, env, flags: ports.flags, now, notices })
  const folders = createFolders({ home: homedir() })
  const recent = createRecent(configDir)
  const machine = ports.machine ?? createMachine(ports)
  const { pool, decoders } = machine
  const secrets = await createSecrets(
    env,
    ports.cipher ? createSealedVault(configDir, ports.cipher) : createFileVault(configDir),
  )
  const settingsView = (view = settings.view()): SettingsView =>
    secrets.get('EVENCAST_FLEET') === null ? view : { ...view, fleet: true }
  const generator = createLocalGenerator({ run: decoders.render })
  const pixels = createLocalEvaluator({
    modelFile: join(resourcesDir, 'evaluator/style.onnx'),
    ...decoders.evaluation,
    digests: (job) => pool.run('digests', job),
    judge: (images) => pool.run('judge', images),
    judgeMany: (images) => pool.run('judgeMany', images),
  })
  const evaluator = ports.known ? knownEvaluator(pixels, ports.known.measured) : pixels
  const { toJpeg, drawThumbnail: draw } = decoders
  const models = await createModels({
    configDir,
    resourcesDir,
    ...decoders.seeing,
    clipTokens: (texts) => pool.run('clipTokens', texts),
    unpackFaces: (job) => pool.run('unpackFaces', job),
    emit,
    onInstalled: () => opened && assessTask(opened.parts, [...opened.context.folders.keys()], undefined),
    packs: ports.packs,
  })
  const thumbnails = createThumbnails({ cacheDir: join(configDir, 'thumbnails'), draw })
  const services = await createServices({
    settings: () => settings.view().values,
    secrets,
    env,
    local: { evaluator, generator },
    draw: decoders.draw,
    pictures: decoders.pictures,
    evaluatorDir: join(resourcesDir, 'evaluator'),
    configDir,
    paid: ports.paid,
  })
  const trainings = createTrainings({ lookAt: decoders.lookAt, trainer: services.trainer, now })
  const trusted = createTrust(settings, createKnownLibraries(configDir))
  const incoming = createIncoming(join(configDir, 'incoming'))
  const sampleDir = join(configDir, 'sample')
  let opened: OpenedLibrary | null = null
  let opening: Promise<unknown> = Promise.resolve()

  function announceSettings(view = settingsView()): void {
    emit({ type: 'settings', settings: view })
    if (opened) announceAll(opened.parts)
  }

  async function closeLibrary(): Promise<void> {
    const closing = opened
    opened = null
    await closing?.close()
    await settings.useLibrary(null)
    if (closing) emit({ type: 'library', library: null })
  }

  async function openNext(path: string, options: OpenOptions): Promise<OpenedLibrary> {
    const { trust = false, remember = true, alone = false } = options
    if (!alone) machine.startReaders()
    const layout = await layoutOf(path, configDir, (url) => services.storeAt(url).store)
    await assertOwn(layout.root)
    await closeLibrary()
    await claimLibrary(layout.root)
    const isKnown = await trusted.enter(layout, trust)
    opened = await openLibrary(layout, {
      services,
      seeing: ports.known ? knownSeeing(models.seeing, ports.known.seen) : models.seeing,
      settings: () => settings.view().values,
      promptsDir: join(resourcesDir, 'prompts'),
      emit,
      log,
      now,
      files: {
        ...machine.readersOf(layout.actors.length, alone),
        replaceFiles: (files) => pool.run('replaceFiles', files),
        exchangeFiles: (exchanges) => pool.run('exchangeFiles', exchanges),
        stampsOf: (paths) => pool.run('stampsOf', paths),
      },
      thumbnail: (source, signal) => thumbnails.get(source, 256, signal),
      draw: decoders.draw,
      training: {
        prepare: decoders.prepare,
        lookAt: decoders.lookAt,
        findCrop: (job, signal) => decoders.findCrop({ ...job, faces: models.folderOf('faces') }, signal),
        countTokens: (texts) => pool.run('countTokens', texts),
        lint: (input) => pool.run('lintCaptions', input),
        byPattern: (job) => pool.run('replaceByPattern', job),
        storeAt: services.storeAt,
        madeWith: `Evencast ${packageJson.version}`,
      },
      trainings,
      grantedFolder: (folderId) => folders.pathOf(folderId),
      isKnown,
      fleet: ports.connectFleet && {
        address: () => secrets.get('EVENCAST_FLEET'),
        connect: ports.connectFleet,
        onSettings(values) {
          settings.useFleet(values)
          announceSettings()
        },
      },
    })
    if (remember) {
      await trusted.settle(opened.unfinished)
      // Not waited for: the folder is being read by now, and the actors would show after that.
      void recent.add(layout.address ?? layout.opened, now())
    }
    if (listeners.size > 0) opened.parts.followBatches()
    emit({ type: 'library', library: viewLibrary(opened.parts) })
    emit({ type: 'settings', settings: settingsView() })
    for (const message of settings.takeWarnings()) emit({ type: 'notice', level: 'warning', message })
    return opened
  }

  /** One after the other: two windows may ask at once. */
  function open(path: string, options: OpenOptions = {}): Promise<OpenedLibrary> {
    const next = opening.then(() => openNext(path, options))
    opening = next.catch(() => {})
    return next
  }

  const writeSampleTo = (folder: string): Promise<number> => writeSample(join(resourcesDir, 'sample'), folder)

  const fetch = createWeb({
    thumbnails,
    toJpeg,
    download: (downloadId) => opened?.downloads.open(downloadId) ?? null,
    image: (imageId) => (opened ? imageFile(opened.context, imageId) : null),
    trashed: async (trashId) => (opened ? trashedFile(opened.context, trashId) : null),
    kept: (sha256) => (opened ? keptFile(opened.context, sha256) : null),
    archived: (imageIds) => (opened ? archivedFiles(opened.context, imageIds) : []),
    base: (actorId) => (opened ? baseImageFile(opened.context, actorId) : null),
    uiDir: ports.uiDir,
    licencesFile: ports.licencesFile,
    onError: (error) => log.warn({ err: error }, 'not served'),
  })

  const { download, imagePath, trainingSetPath } = createPlaces(() => opened)

  return {
    log,
    about: () => ({ version: packageJson.version, logFile: ports.logFile ?? null }),
    grantFolder: (path) => folders.grant(path),
    recentFolders: async () => (await recent.list()).map(({ path }) => folders.grant(path)),
    browseFolders: (folderId) => folders.browse(folderId),
    findFolder: (path) => folders.find(path),
    secrets: () => secrets.view(),
    keyGuard: () => secrets.guard(),
    async setSecret(name, value) {
      await secrets.set(name, value)
      if (listeners.size > 0) opened?.parts.followBatches()
      emit({ type: 'settings', settings: settingsView() })
      return secrets.view()
    },
    testService: (service, signal) => services.test(service, signal),
    localServers: (signal) => services.localServers(signal),
    visionPrices: () => visionPriceViews(services.prices),
    trainings,
    generationModels: () => PRESETS.map(({ model, priceUsd }) => ({ model, priceUsd })),
    models,
    installModel: (id, folderId) =>
      models.begin(id, folderId === undefined ? settings.view().values.modelMirror : folders.pathOf(folderId)),
    settings: () => settingsView(),
    fleetAddress: () => fleetAddress(secrets),
    async changeSettings(patch) {
      const view = settingsView(await settings.patch(patch))
      if (patch.scope === 'library' && opened) await trusted.settle(opened.unfinished)
      announceSettings(view)
      return view
    },
    open,
    question: () => (opened ? trusted.question(opened.unfinished) : null),
    async decide(answer) {
      if (!opened) return
      for (const message of await trusted.decide(opened.unfinished, answer))
        emit({ type: 'notice', level: 'warning', message })
      if (listeners.size > 0) opened.parts.followBatches()
      emit({ type: 'library', library: viewLibrary(opened.parts) })
      announceSettings()
    },
    openGranted: (folderId) => open(folders.pathOf(folderId)),
    async openSample() {
      // Its actors appear at the very end: without them an earlier attempt was cut short.
      if (!(await isThere(join(sampleDir, 'actors')))) await writeSampleTo(sampleDir)
      return open(sampleDir)
    },
    current: () => opened,
    closeLibrary,
    writeSample: writeSampleTo,
    downloadName: (downloadId) => download(downloadId).filename,
    saveDownload: async (downloadId, path) => writeStream(path, download(downloadId).chunks()),
    imagePath,
    trainingSetPath,
    lookAt: decoders.lookAt,
    dragIcon([first = '', ...others]) {
      return decoders.dragIcon({ path: imagePath(first), count: others.length + 1 })
    },
    grantFile: (path) => incoming.grant(path),
    receiveFile: (name, body) => incoming.receive(name, body),
    async addImages({ fileIds, ...where }) {
      if (!opened) throw new EvencastError('NOT_FOUND', 'No library is open. Open a folder first.')
      const { context, editing } = opened.parts
      const history = await addImages(context, editing, {
        ...where,
        files: incoming.files(fileIds),
        imageExtension: decoders.imageExtension,
      })
      await incoming.drop(fileIds)
      return history
    },
    onNotice(listener) {
      noticed.add(listener)
      return () => noticed.delete(listener)
    },
    subscribe(listener) {
      listeners.add(listener)
      opened?.parts.followBatches()
      return () => listeners.delete(listener)
    },
    fetch,
    async close() {
      await opening
      await models.close()
      await closeLibrary()
      if (!ports.machine) await machine.close()
      await recent.list()
    },
  }
}
