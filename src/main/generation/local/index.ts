import { basename } from 'node:path'
import { GenerationError, type GenerationRequest } from '../../domain/generation.ts'
import type { Style } from '../../domain/style.ts'
import type { Generator, Sources } from '../generator.ts'
import type { RenderJob } from './render.ts'

const MODEL = 'evencast-local-1'

/**
 * Returns the pictures from which a style can be rendered: photographs for a photograph, any picture of the subject for an illustration.
 */
function candidates(style: Style, { base, photographs, drawings }: Sources): readonly string[] {
  if (base === null) return []
  if (style === 'photorealistic') return photographs
  // The base image comes first because it defines the identity. Photographs make better illustrations than other drawings do.
  return [...new Set([base, ...(photographs.length > 0 ? photographs : drawings)])]
}

/** Cycles through the sources by seed, so that neighbouring seeds start from different pictures and the same request picks the same one. */
function pick(request: GenerationRequest): string {
  const paths = candidates(request.type, request)
  const { derivedFrom } = request
  const path =
    derivedFrom === undefined
      ? paths[request.seed % paths.length]
      : paths.find((candidate) => basename(candidate) === derivedFrom)
  if (path === undefined && derivedFrom !== undefined && paths.length > 0)
    throw new GenerationError(`${derivedFrom}, the picture to start from, is no longer among the good images.`, {
      again: false,
    })
  if (path === undefined) throw new GenerationError(obstacle(request.type, request) ?? NO_BASE, { again: false })
  return path
}

const NO_BASE = 'This actor has no base image. Put one into its base_image folder.'
const NO_PHOTOGRAPH =
  'Photographs cannot be generated from an illustration on this machine. Add photographs, or choose Replicate as the generator.'

function obstacle(style: Style, sources: Sources): string | null {
  if (sources.base === null) return NO_BASE
  return candidates(style, sources).length === 0 ? NO_PHOTOGRAPH : null
}

export interface LocalGeneratorPorts {
  /** Renders in a worker thread (`render` of render.ts). */
  readonly run: (
    job: RenderJob,
    signal: AbortSignal,
  ) => Promise<{ readonly bytes: Uint8Array; readonly width: number; readonly height: number }>
}

/** Creates a generator that works on this machine from the actor's own pictures: new framings and drawn renderings. Free of charge. */
export function createLocalGenerator({ run }: LocalGeneratorPorts): Generator {
  return {
    name: 'local',
    model: MODEL,
    secondsPerImage: 1,
    priceUsd: () => 0,
    lacks: () => null,
    obstacle,
    derives: candidates,
    async generate(request, { signal, inTurn }) {
      const { variant, seed, aspectRatio, angle, light, attempt } = request
      signal.throwIfAborted()
      const source = pick(request)
      const job = { source, variant, seed, aspectRatio, angle, light, attempt }
      const { bytes } = await inTurn(() => run(job, signal))
      return { bytes, extension: 'jpg', model: MODEL, seed, costUsd: 0, derivedFrom: basename(source) }
    },
  }
}
