import { gaussian } from './blur.ts'
import { grade } from './grade.ts'
import { standardise, whiteNoise } from './noise.ts'
import { mapLab } from './oklab.ts'
import { clamp, luma, mapPicture, type Picture } from './plane.ts'
import { calm, type Sitting } from './sitting.ts'
import { alongFlow, edgeFlow } from './structure-tensor.ts'
import { tint } from './tint.ts'

/**
 * Gouache: opaque, matt patches laid with a brush along the forms. Strong abstraction by repeated anisotropic Kuwahara filtering
 * (Kyprianidis et al. 2009); the bristles are noise smeared along the flow (Cabral & Leedom 1993) and lit as relief.
 */
export function gouache(sitting: Sitting): Picture {
  const { width, height, random, traits } = sitting
  const base = traits.monochrome ? tint(sitting, sitting.shade, 0.55) : sitting.colours
  const patches = calm(base, 8, 3)
  const matt = mapLab(grade(patches, sitting.light, 0.8), ([lightness, a, b]) => [
    0.1 + lightness * 0.88,
    a * 1.22,
    b * 1.22,
  ])
  const direction = edgeFlow(luma(blurredForFlow(patches)), 9)
  const bristles = standardise(alongFlow(gaussian(whiteNoise(width, height, random), 0.9), direction, 11)).data
  return mapPicture(matt, (r, g, b, i) => {
    const light = clamp(bristles[i]!, -2.2, 2.2) * 0.022
    return [r + light, g + light, b + light]
  })
}

const blurredForFlow = (picture: Picture): Picture => ({ ...picture, g: gaussian({ ...picture, data: picture.g }, 2).data })
