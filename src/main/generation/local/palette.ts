import { hexToLab, type Lab, mixLab } from './oklab.ts'
import { clamp } from './plane.ts'

/** Colours from dark to light, for the figure and for the ground behind it. */
export interface Palette {
  readonly name: string
  readonly figure: readonly string[]
  readonly ground: readonly string[]
}

/** Picked by eye: warm figures before a cooler or contrasting ground; the lightest colour of each is nearly paper. */
export const PALETTES: readonly [Palette, ...Palette[]] = [
  {
    name: 'harbour',
    figure: ['#1b2140', '#8f3f47', '#e59a6f', '#f8d6b0', '#fff4e4'],
    ground: ['#12304a', '#24717a', '#7cc0b8', '#cfe6da', '#f6f3e6'],
  },
  {
    name: 'orchard',
    figure: ['#33182f', '#94415a', '#ee9a80', '#fbd3b4', '#fff3e3'],
    ground: ['#1f3d33', '#5d8a4c', '#b9c766', '#e4e2a8', '#faf6df'],
  },
  {
    name: 'dusk',
    figure: ['#221a44', '#84406e', '#ec7f68', '#f9c48c', '#fff0d2'],
    ground: ['#1d2250', '#46519c', '#8f9fdb', '#cdd3f0', '#f4eff6'],
  },
  {
    name: 'poppy',
    figure: ['#1a2148', '#a93446', '#ee6f5c', '#fbbd9a', '#fff2e2'],
    ground: ['#15355a', '#2e7fa0', '#86c4cf', '#f0dfa6', '#fbf4de'],
  },
  {
    name: 'citrus',
    figure: ['#2c2230', '#a44a32', '#efa04f', '#f8d48e', '#fff5da'],
    ground: ['#173f52', '#2f8aa0', '#8fcfd2', '#cfe9e1', '#f3f6ea'],
  },
]

const STEPS = 256

/** Returns a colour ramp over lightness 0..1, interpolated in OKLab and tabulated. */
export function ramp(colours: readonly string[]): (tone: number) => Lab {
  const stops = colours.map(hexToLab)
  const table = Array.from({ length: STEPS + 1 }, (_, i) => {
    const at = (i / STEPS) * (stops.length - 1)
    const cell = Math.min(stops.length - 2, Math.floor(at))
    return mixLab(stops[cell]!, stops[cell + 1]!, at - cell)
  })
  return (tone) => table[Math.round(clamp(tone) * STEPS)]!
}
