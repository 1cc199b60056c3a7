import type { Vec3 } from './vector.ts'

/** Converts a hex sRGB colour ("#c79a45") to linear light. IEC 61966-2-1. */
export function linear(hex: string): Vec3 {
  const value = Number.parseInt(hex.slice(1), 16)
  const channel = (shift: number): number => {
    const v = ((value >> shift) & 255) / 255
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
  }
  return [channel(16), channel(8), channel(0)]
}

/** Returns the luminance of linear light (Rec. 709). */
export const luminance = (r: number, g: number, b: number): number => 0.2126 * r + 0.7152 * g + 0.0722 * b

/**
 * Converts linear light to a display value 0..1 with a film-like curve with a soft toe and shoulder (Krzysztof Narkowicz's fit to ACES),
 * then sRGB.
 */
export function develop(light: number): number {
  const x = light * 0.72
  const film = (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14)
  const v = film < 0 ? 0 : film > 1 ? 1 : film
  return v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055
}
