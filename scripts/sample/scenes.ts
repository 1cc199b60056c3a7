import type { BackdropName } from './shot.ts'

/** Out-of-focus spots of light or objects. Sizes are fractions of the image's height, `band` is a range of heights from the top. */
export interface Spots {
  readonly count: number
  readonly colours: readonly string[]
  readonly size: readonly [number, number]
  readonly band: readonly [number, number]
  readonly power: readonly [number, number]
  /** True adds light (lamps, sun through leaves); false covers the background. */
  readonly shines: boolean
  /** Height divided by width; tall for trunks, masts and shelves. */
  readonly tall?: number
}

interface Scene {
  /** Colours from top to bottom. */
  readonly sky: readonly string[]
  readonly spots: readonly Spots[]
  /** Colour of the ground where a whole figure stands; light per albedo. */
  readonly ground: string
  readonly power: number
}

export const SCENES: Readonly<Record<Exclude<BackdropName, 'paper'>, Scene>> = {
  garden: {
    sky: ['#b9cf9a', '#6f9655', '#3f6a35'],
    ground: '#7d7a4e',
    power: 0.75,
    spots: [
      {
        count: 46,
        colours: ['#2c5428', '#4e7d38', '#7ba64c', '#23431f'],
        size: [0.05, 0.17],
        band: [0.1, 1],
        power: [0.5, 1],
        shines: false,
      },
      {
        count: 60,
        colours: ['#e9f2b0', '#c9e08c', '#fff6c9'],
        size: [0.015, 0.05],
        band: [0, 0.75],
        power: [0.1, 0.75],
        shines: true,
      },
      {
        count: 7,
        colours: ['#d65a7a', '#f0a9b8', '#f3d16a'],
        size: [0.02, 0.05],
        band: [0.5, 0.95],
        power: [0.5, 0.9],
        shines: false,
      },
    ],
  },
  harbour: {
    sky: ['#9db7cf', '#d4dde0', '#7e97a6', '#4d6878'],
    ground: '#7b6a58',
    power: 0.85,
    spots: [
      {
        count: 9,
        colours: ['#b8493a', '#e8e2d2', '#2f5373', '#3f7a72'],
        size: [0.09, 0.16],
        band: [0.44, 0.6],
        power: [0.5, 0.9],
        shines: false,
        tall: 0.45,
      },
      {
        count: 12,
        colours: ['#3d3a36', '#6b5a48'],
        size: [0.006, 0.012],
        band: [0.15, 0.5],
        power: [0.6, 0.8],
        shines: false,
        tall: 22,
      },
      {
        count: 70,
        colours: ['#ffffff', '#e6f1fa'],
        size: [0.006, 0.022],
        band: [0.56, 1],
        power: [0.15, 0.8],
        shines: true,
      },
    ],
  },
  street: {
    sky: ['#10152a', '#1c2140', '#2a2138', '#15131e'],
    ground: '#3a3a44',
    power: 0.5,
    spots: [
      {
        count: 12,
        colours: ['#0c0f1d', '#241c30', '#141a30'],
        size: [0.1, 0.22],
        band: [0, 0.9],
        power: [1, 1],
        shines: false,
        tall: 2.4,
      },
      {
        count: 34,
        colours: ['#ffb45a', '#ff7a4a', '#ffd998', '#5aa0ff', '#e0559a', '#59d6c0'],
        size: [0.022, 0.075],
        band: [0.05, 0.8],
        power: [0.25, 1.3],
        shines: true,
      },
      {
        count: 26,
        colours: ['#ffb45a', '#ff6a4a', '#5aa0ff'],
        size: [0.01, 0.03],
        band: [0.3, 0.75],
        power: [0.5, 2],
        shines: true,
      },
    ],
  },
  room: {
    sky: ['#6b5647', '#8d7358', '#5d4534'],
    ground: '#8a5f3c',
    power: 0.7,
    spots: [
      {
        count: 1,
        colours: ['#fff1d6'],
        size: [0.26, 0.3],
        band: [0.2, 0.32],
        power: [1.5, 1.8],
        shines: true,
        tall: 1.5,
      },
      {
        count: 60,
        colours: ['#7c2f26', '#2f4a5c', '#b58a3e', '#41583c', '#d8c8a4', '#5a2f3a'],
        size: [0.018, 0.035],
        band: [0.1, 0.85],
        power: [0.35, 0.8],
        shines: false,
        tall: 4,
      },
      {
        count: 7,
        colours: ['#3f2c1f', '#2c2018'],
        size: [0.35, 0.5],
        band: [0.05, 0.95],
        power: [0.7, 0.9],
        shines: false,
        tall: 0.05,
      },
      { count: 5, colours: ['#ffcf82'], size: [0.02, 0.05], band: [0.15, 0.6], power: [0.8, 1.8], shines: true },
    ],
  },
  desert: {
    sky: ['#8fb3d6', '#cfdbe0', '#e6cfa4', '#c99a62'],
    ground: '#d0a468',
    power: 0.95,
    spots: [
      {
        count: 6,
        colours: ['#b07a4c', '#c48a58', '#96674a'],
        size: [0.2, 0.42],
        band: [0.5, 0.62],
        power: [0.7, 0.9],
        shines: false,
        tall: 0.4,
      },
      {
        count: 14,
        colours: ['#a88a4a', '#7f6f42'],
        size: [0.02, 0.05],
        band: [0.62, 0.95],
        power: [0.5, 0.8],
        shines: false,
      },
    ],
  },
  snow: {
    sky: ['#c3d0df', '#dfe7ee', '#cbd6e2'],
    ground: '#e6ecf2',
    power: 0.9,
    spots: [
      {
        count: 22,
        colours: ['#5b6f72', '#43575a', '#7d8f96'],
        size: [0.05, 0.11],
        band: [0.25, 0.62],
        power: [0.5, 0.85],
        shines: false,
        tall: 2.2,
      },
      { count: 60, colours: ['#ffffff'], size: [0.008, 0.028], band: [0, 1], power: [0.12, 0.45], shines: true },
    ],
  },
  workshop: {
    sky: ['#3d4245', '#5a5348', '#37302a'],
    ground: '#6d5a45',
    power: 0.7,
    spots: [
      {
        count: 2,
        colours: ['#dfeaf2'],
        size: [0.12, 0.18],
        band: [0.1, 0.35],
        power: [0.9, 1.3],
        shines: true,
        tall: 1.3,
      },
      {
        count: 30,
        colours: ['#2a2a2c', '#4a3b2c', '#74583a', '#8c8f90', '#9c4a2c'],
        size: [0.02, 0.07],
        band: [0.15, 0.95],
        power: [0.5, 0.9],
        shines: false,
        tall: 1.7,
      },
      {
        count: 16,
        colours: ['#ffb85c', '#ffe0a8'],
        size: [0.012, 0.04],
        band: [0.05, 0.7],
        power: [0.4, 1.6],
        shines: true,
      },
    ],
  },
  autumn: {
    sky: ['#d9c79c', '#b9793c', '#6b4a2a'],
    ground: '#7c5a38',
    power: 0.8,
    spots: [
      {
        count: 10,
        colours: ['#3b2a1e', '#53402e'],
        size: [0.02, 0.05],
        band: [0.2, 0.6],
        power: [0.5, 0.8],
        shines: false,
        tall: 9,
      },
      {
        count: 60,
        colours: ['#c8702a', '#9b3f1e', '#d99a3a', '#70421f'],
        size: [0.04, 0.13],
        band: [0, 1],
        power: [0.4, 0.9],
        shines: false,
      },
      {
        count: 44,
        colours: ['#ffe2a0', '#ffc766'],
        size: [0.015, 0.05],
        band: [0, 0.7],
        power: [0.15, 0.8],
        shines: true,
      },
    ],
  },
  dusk: {
    sky: ['#33406b', '#7d6a8e', '#e0936a', '#5b4a52'],
    ground: '#6a5a58',
    power: 0.65,
    spots: [
      {
        count: 10,
        colours: ['#2b2c40', '#3a3347'],
        size: [0.12, 0.3],
        band: [0.55, 0.72],
        power: [0.8, 1],
        shines: false,
        tall: 0.5,
      },
      {
        count: 24,
        colours: ['#ffcf8a', '#ff9a5a', '#fff0c8'],
        size: [0.012, 0.04],
        band: [0.5, 0.85],
        power: [0.3, 1.4],
        shines: true,
      },
    ],
  },
}
