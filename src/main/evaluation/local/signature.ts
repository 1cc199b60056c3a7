import type { Chroma } from './chroma.ts'
import { quantile } from './plane.ts'
import type { Texture } from './texture.ts'

/**
 * How an image was made, in a dozen numbers of about 0..1 for grouping look-alikes: flatness, lines and grain per octave, ink or shading,
 * colourfulness, and the tone and tint of the whole.
 */
export function signature(seen: Texture | null, { luma, blue, red }: Chroma): readonly number[] {
  const colourfulness = blue.data.map((value, i) => Math.hypot(value, red.data[i]!)).sort()
  const tones = luma.data.toSorted()
  const tint = (plane: Float32Array): number => 0.5 + quantile(plane.toSorted(), 0.5) / 64
  return [
    ...(seen?.octaves ?? [null, null, null, null]).flatMap((octave) =>
      octave === null ? [0.5, 0.5] : [octave.flat, octave.patterns[9]!],
    ),
    Math.exp(seen?.tileKurtosis[1] ?? 1) / 5,
    quantile(colourfulness, 0.5) / 32,
    quantile(colourfulness, 0.95) / 64,
    quantile(tones, 0.1) / 255,
    quantile(tones, 0.5) / 255,
    tint(blue.data),
    tint(red.data),
  ].map((value) => Math.round(Math.max(0, Math.min(1, value)) * 1000) / 1000)
}
