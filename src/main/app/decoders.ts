import { availableParallelism } from 'node:os'
import type { Decoder } from '../decoder/functions.ts'
import type { Crop } from '../domain/crop.ts'
import type { Drawer } from '../evaluation/draw-picture.ts'
import type { LocalEvaluatorPorts } from '../evaluation/local/index.ts'
import type { PictureDecoder } from '../generation/replicate/fit-picture.ts'
import { createProcessPool, type StartProcess, survived, twice } from '../kit/process-pool.ts'

const THUMBNAILERS = Math.min(2, availableParallelism())

type Functions = Pick<LocalEvaluatorPorts, 'measure' | 'measureMany' | 'inspect'>
type Job<N extends keyof Decoder> = Parameters<Decoder[N]>[0]

/** Decodes untrusted images in separate processes, so that a crash ends only the process. */
export function createDecoders(start: StartProcess) {
  const decoders = createProcessPool<Decoder>(start)
  // Thumbnails have their own processes, so that the screen never waits for a library being measured.
  const thumbnailers = createProcessPool<Decoder>(start, THUMBNAILERS)
  const nothing = () => null
  const draw: Drawer = {
    tile: (job) => survived(() => decoders.run('drawTile', job), nothing),
    scaled: (job) => survived(() => decoders.run('drawScaled', job), nothing),
  }
  const pictures: PictureDecoder = {
    fitBase: (job) => twice(() => decoders.run('fitBase', job)),
    fitAnswer: (content) => twice(() => decoders.run('fitAnswer', content)),
  }
  const evaluation: Functions = {
    measure: (job, signal) => decoders.run('measure', job, signal),
    measureMany: (job, signal) => decoders.run('measureMany', job, signal),
    inspect: (job, signal) => decoders.run('inspect', job, signal),
  }
  return {
    evaluation,
    seeing: {
      embedImages: (job: Job<'embedImages'>, signal?: AbortSignal) => decoders.run('embedImages', job, signal),
      findFaces: (job: Job<'findFaces'>, signal?: AbortSignal) => decoders.run('findFaces', job, signal),
      embedTexts: (job: Job<'embedTexts'>, signal?: AbortSignal) =>
        twice(() => decoders.run('embedTexts', job, signal)),
    },
    draw,
    pictures,
    lookAt: (content: Uint8Array) => survived(() => decoders.run('lookAt', content), nothing),
    imageExtension: (path: string) => survived(() => decoders.run('imageExtension', path), nothing),
    dragIcon: (job: Job<'dragIcon'>) => twice(() => thumbnailers.run('dragIcon', job)),
    render: (job: Job<'render'>, signal?: AbortSignal) => twice(() => decoders.run('render', job, signal)),
    prepare: (job: Job<'prepare'>, signal?: AbortSignal) => twice(() => decoders.run('prepare', job, signal)),
    drawThumbnail: (job: Job<'drawThumbnail'>) => survived(() => thumbnailers.run('drawThumbnail', job), nothing),
    findCrop: (job: Job<'findCrop'>, signal?: AbortSignal) => twice(() => decoders.run('findCrop', job, signal)),
    toJpeg: (file: string, crop?: Crop) => survived(() => thumbnailers.run('toJpeg', { file, crop }), nothing),
    async close(): Promise<void> {
      await Promise.all([decoders.close(), thumbnailers.close()])
    },
  }
}
