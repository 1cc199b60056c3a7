import { createPlane, type Plane } from './plane.ts'

const PERIOD = 96

/** Share of the screen's period where the wave is below a value: makes the covered area equal the tone. */
const COVERAGE = ((): Float32Array => {
  const waves = Float32Array.from({ length: PERIOD * PERIOD }, (_, i) =>
    wave((2 * Math.PI * (i % PERIOD)) / PERIOD, (2 * Math.PI * Math.floor(i / PERIOD)) / PERIOD),
  ).sort()
  let below = 0
  return Float32Array.from({ length: 513 }, (_, step) => {
    while (below < waves.length && waves[below]! < step / 512) below++
    return below / waves.length
  })
})()

function wave(u: number, v: number): number {
  return (Math.cos(u) + Math.cos(v) + 2) / 4
}

/** Returns the thresholds of a round dot screen (0..1, evenly spread): ink where the tone is below them. `pitch` in px. */
export function dotScreen(width: number, height: number, pitch: number, degrees: number): Plane {
  const out = createPlane(width, height)
  const turn = (degrees * Math.PI) / 180
  const [cos, sin] = [(Math.cos(turn) * 2 * Math.PI) / pitch, (Math.sin(turn) * 2 * Math.PI) / pitch]
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++)
      out.data[i] = COVERAGE[Math.round(wave(x * cos + y * sin, y * cos - x * sin) * 512)]!
  return out
}
