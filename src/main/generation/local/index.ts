import { GenerationError, type GenerationRequest } from '../../domain/generation.ts'
import type { Style } from '../../domain/style.ts'
import type { Generator, Sources } from '../generator.ts'
import type { RenderJob } from './render.ts'

const MODEL = 'evencast-local-1'

/** Pictures a style can be rendered from: photographs for a photograph, for an illustration the base image as well. */
function candidates(style: Style, { base, photographs }: Sources): readonly string[] {
  if (style === 'photorealistic' || base === null) return photographs
  return [base, ...photographs.filter((path) => path !== base)]
}

/** Each in turn: neighbouring seeds start from different pictures. The same request picks the same one. */
function pick(request: GenerationRequest): string {
  const paths = candidates(request.type, request)
  const path = paths[request.seed % paths.length]
  if (path === undefined) throw new GenerationError(noSource(request.type), { again: false })
  return path
}

const noSource = (style: Style): string =>
  style === 'photorealistic'
    ? 'There is no good photograph to make another one from. Add one to the set, or a base image.'
    : 'There is no picture to draw from. Add a base image.'

export interface LocalGeneratorPorts {
  /** Renders in a worker thread (`render` of render.ts). */
  readonly run: (
    job: RenderJob,
    signal: AbortSignal,
  ) => Promise<{ readonly bytes: Uint8Array; readonly width: number; readonly height: number }>
}

/** Makes images on this machine out of the actor's own pictures: new framings and drawn renderings. Free of charge. */
export function createLocalGenerator({ run }: LocalGeneratorPorts): Generator {
  return {
    name: 'local',
    model: MODEL,
    secondsPerImage: 3,
    priceUsd: () => 0,
    obstacle: (style, sources) => (candidates(style, sources).length === 0 ? noSource(style) : null),
    async generate(request, { signal }) {
      const { variant, seed, aspectRatio, angle, light, attempt } = request
      signal.throwIfAborted()
      const { bytes } = await run({ source: pick(request), variant, seed, aspectRatio, angle, light, attempt }, signal)
      return { bytes, extension: 'jpg', model: MODEL, seed, costUsd: 0 }
    },
  }
}
