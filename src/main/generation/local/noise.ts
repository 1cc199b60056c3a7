import { gaussian } from './blur.ts'
import { createPlane, type Plane, resizePlane, sample } from './plane.ts'
import type { Random } from './random.ts'

/** Scales a plane to mean 0 and standard deviation 1. */
export function standardise(plane: Plane): Plane {
  const { data } = plane
  let sum = 0
  let squares = 0
  for (let i = 0; i < data.length; i++) {
    sum += data[i]!
    squares += data[i]! * data[i]!
  }
  const mean = sum / data.length
  const spread = Math.sqrt(Math.max(squares / data.length - mean * mean, 1e-12))
  const out = new Float32Array(data.length)
  for (let i = 0; i < out.length; i++) out[i] = (data[i]! - mean) / spread
  return { ...plane, data: out }
}

export function whiteNoise(width: number, height: number, random: Random): Plane {
  const plane = createPlane(width, height)
  for (let i = 0; i < plane.data.length; i++) plane.data[i] = random.next()
  return plane
}

/** Returns smooth noise whose blobs measure about `size` px; mean 0, standard deviation 1. */
export function cloud(width: number, height: number, size: number, random: Random): Plane {
  const step = Math.max(1, size / 3)
  const coarse = whiteNoise(Math.ceil(width / step) + 6, Math.ceil(height / step) + 6, random)
  return standardise(resizePlane(gaussian(coarse, 1.1), width, height))
}

/** Returns turbulence: clouds of halving size and falling weight (Perlin 1985); mean 0, standard deviation 1. */
export function turbulence(width: number, height: number, size: number, octaves: number, random: Random): Plane {
  const total = createPlane(width, height)
  for (let octave = 0; octave < octaves; octave++) {
    const layer = cloud(width, height, Math.max(2, size / 2 ** octave), random).data
    const weight = 0.6 ** octave
    for (let i = 0; i < layer.length; i++) total.data[i]! += layer[i]! * weight
  }
  return standardise(total)
}

/** Returns the tooth of laid drawing paper: fine pits over a coarser felt; mean 0, standard deviation 1. */
export function paperGrain(width: number, height: number, random: Random): Plane {
  const fine = standardise(gaussian(whiteNoise(width, height, random), 0.9)).data
  const felt = standardise(gaussian(whiteNoise(width, height, random), 2.2)).data
  const wide = cloud(width, height, 14, random).data
  const plane = createPlane(width, height)
  for (let i = 0; i < fine.length; i++) plane.data[i] = fine[i]! * 0.6 + felt[i]! * 0.75 + wide[i]! * 0.25
  return standardise(plane)
}

/** Returns streaks of about 2 × 40 px in one direction, as a crayon leaves them; mean 0, standard deviation 1. */
export function grainAlong(width: number, height: number, degrees: number, random: Random): Plane {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  const reach = Math.ceil(Math.hypot(width, height))
  const columns = Math.ceil(reach / 20)
  const rows = Math.ceil(reach / 1.5)
  const coarse = whiteNoise(columns, rows, random).data
  const plane = createPlane(width, height)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const u = (x - width / 2) * cos + (y - height / 2) * sin + reach / 2
      const v = (y - height / 2) * cos - (x - width / 2) * sin + reach / 2
      plane.data[i] = sample(coarse, columns, rows, u / 20, v / 1.5)
    }
  return standardise(plane)
}
