import { linear } from './colour.ts'
import type { LightName } from './shot.ts'
import { normalize, scale, type Vec3 } from './vector.ts'

/** The lamps of a shot, in the camera's frame (x right, y up, z towards the camera) until `rigOf` converts them to the world. */
export interface Rig {
  readonly key: Vec3
  readonly keyLight: Vec3
  /** Sharpness of the key light's shadows: distance divided by size of the lamp. */
  readonly hardness: number
  readonly rim: Vec3
  readonly rimLight: Vec3
  readonly sky: Vec3
  readonly ground: Vec3
  readonly exposure: number
}

interface Setup {
  readonly key: Vec3
  readonly keyColour: string
  readonly keyPower: number
  readonly hardness: number
  readonly rim: Vec3
  readonly rimColour: string
  readonly rimPower: number
  readonly sky: string
  readonly ground: string
  readonly fill: number
  readonly exposure: number
}

const SETUPS: Readonly<Record<LightName, Setup>> = {
  softbox: {
    key: [-0.75, 0.75, 0.9],
    keyColour: '#fff3e4',
    keyPower: 2.5,
    hardness: 5,
    rim: [0.9, 0.5, -0.8],
    rimColour: '#dfe9ff',
    rimPower: 1.5,
    sky: '#c9d2e0',
    ground: '#8a7a6a',
    fill: 0.55,
    exposure: 1,
  },
  window: {
    key: [1.2, 0.45, 0.5],
    keyColour: '#eef4ff',
    keyPower: 2.9,
    hardness: 4,
    rim: [-0.9, 0.3, -0.6],
    rimColour: '#ffd9a8',
    rimPower: 0.5,
    sky: '#a7b4c8',
    ground: '#6b5540',
    fill: 0.55,
    exposure: 1,
  },
  golden: {
    key: [-1.1, 0.42, 0.35],
    keyColour: '#ffc37a',
    keyPower: 3.2,
    hardness: 8,
    rim: [0.85, 0.45, -0.9],
    rimColour: '#ffb45e',
    rimPower: 2.6,
    sky: '#b9b6cf',
    ground: '#a3764a',
    fill: 0.66,
    exposure: 1,
  },
  overcast: {
    key: [-0.25, 1.2, 0.6],
    keyColour: '#f1f4f8',
    keyPower: 1.35,
    hardness: 2.5,
    rim: [0.7, 0.6, -0.9],
    rimColour: '#e3ebf5',
    rimPower: 0.7,
    sky: '#d9e2ee',
    ground: '#7f7b74',
    fill: 0.95,
    exposure: 1,
  },
  night: {
    key: [0.9, 0.55, 0.8],
    keyColour: '#ffcf9a',
    keyPower: 1.9,
    hardness: 6,
    rim: [-1, 0.3, -0.5],
    rimColour: '#4f8dff',
    rimPower: 3.2,
    sky: '#3b4a78',
    ground: '#5a3a52',
    fill: 0.42,
    exposure: 0.95,
  },
  highkey: {
    key: [0.4, 0.7, 1.1],
    keyColour: '#fffaf3',
    keyPower: 2.1,
    hardness: 3,
    rim: [-0.8, 0.7, -0.7],
    rimColour: '#ffffff',
    rimPower: 1.2,
    sky: '#eef2f8',
    ground: '#cfc6bb',
    fill: 0.8,
    exposure: 1.05,
  },
  noir: {
    key: [-1.25, 0.6, 0.25],
    keyColour: '#fff0dd',
    keyPower: 3.6,
    hardness: 9,
    rim: [1, 0.4, -0.6],
    rimColour: '#e8efff',
    rimPower: 1.8,
    sky: '#6a7488',
    ground: '#4a443e',
    fill: 0.26,
    exposure: 1,
  },
}

/**
 * Returns the lamps in the world. `axes` are the camera's right, up and back. The lamps follow the camera, as in a studio, but stay level.
 */
export function rigOf(name: LightName, axes: readonly [Vec3, Vec3, Vec3]): Rig {
  const setup = SETUPS[name]
  const right = normalize([axes[0][0], 0, axes[0][2]])
  const back = normalize([axes[2][0], 0, axes[2][2]])
  const turn = ([x, y, z]: Vec3): Vec3 => normalize([right[0] * x + back[0] * z, y, right[2] * x + back[2] * z])
  return {
    key: turn(setup.key),
    keyLight: scale(linear(setup.keyColour), setup.keyPower),
    hardness: setup.hardness,
    rim: turn(setup.rim),
    rimLight: scale(linear(setup.rimColour), setup.rimPower),
    sky: scale(linear(setup.sky), setup.fill),
    ground: scale(linear(setup.ground), setup.fill),
    exposure: setup.exposure,
  }
}
