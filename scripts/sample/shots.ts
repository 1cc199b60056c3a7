import type { BackdropName, Expression, FigureName, Framing, LightName, Pose, Shot } from './shot.ts'

/** A picture of a figure: the shot and the shape of the paper. */
export interface Take {
  readonly shot: Shot
  readonly size: { readonly width: number; readonly height: number }
}

const MOODS = {
  happy: { mouth: 'smile', brows: 0.4, lids: 0.86, gaze: [0, 0] },
  laughing: { mouth: 'open', brows: 0.7, lids: 0.72, gaze: [4, 3] },
  beaming: { mouth: 'grin', brows: 0.6, lids: 0.84, gaze: [-6, 4] },
  calm: { mouth: 'calm', brows: 0, lids: 0.78, gaze: [8, 2] },
  dreaming: { mouth: 'smile', brows: 0.5, lids: 0.82, gaze: [16, 16] },
  asleep: { mouth: 'calm', brows: 0.1, lids: 0, gaze: [0, 0] },
  curious: { mouth: 'smirk', brows: 0.9, lids: 1, gaze: [-18, 2] },
  stern: { mouth: 'sad', brows: -0.9, lids: 0.68, gaze: [-4, -2] },
  sad: { mouth: 'sad', brows: 0.5, lids: 0.6, gaze: [4, -14] },
  amazed: { mouth: 'open', brows: 1, lids: 1, gaze: [0, 10] },
  sly: { mouth: 'smirk', brows: -0.3, lids: 0.6, gaze: [20, 0] },
} satisfies Record<string, Expression>

const STANCES = {
  still: { torso: { yaw: 6 }, head: { yaw: -8, roll: 2 }, left: 'down', right: 'down' },
  turned: { torso: { yaw: -20 }, head: { yaw: 14, pitch: -3 }, left: 'down', right: 'down' },
  waving: { torso: { yaw: 8 }, head: { yaw: -6, roll: -7 }, left: 'wave', right: 'down' },
  proud: { torso: { yaw: -12 }, head: { yaw: 4, pitch: 8 }, left: 'hip', right: 'hip' },
  thinking: { torso: { yaw: 14 }, head: { yaw: -10, pitch: 4, roll: 8 }, left: 'down', right: 'chin' },
  tilted: { torso: { yaw: 4 }, head: { yaw: 10, roll: 13 }, left: 'down', right: 'chest' },
  bowed: { torso: { yaw: 10 }, head: { yaw: 8, pitch: -15 }, left: 'down', right: 'down' },
  upward: { torso: { yaw: -8 }, head: { yaw: -18, pitch: 17 }, left: 'chest', right: 'down' },
  welcoming: { torso: { yaw: 0 }, head: { yaw: 6, roll: -5 }, left: 'out', right: 'out' },
  casual: { torso: { yaw: -18 }, head: { yaw: 12, roll: 4 }, left: 'hip', right: 'wave' },
} satisfies Record<string, Pose>

const PAPERS = {
  tall: { width: 768, height: 960 },
  square: { width: 800, height: 800 },
  wide: { width: 960, height: 768 },
} as const

type Row = readonly [
  framing: Framing,
  around: number,
  above: number,
  light: LightName,
  backdrop: BackdropName | `#${string}`,
  mood: keyof typeof MOODS,
  stance: keyof typeof STANCES,
  paper: keyof typeof PAPERS,
  more?: Partial<Shot>,
]

function take([framing, around, above, light, backdrop, mood, stance, paper, more]: Row): Take {
  const place = paper === 'wide' ? (around < 0 ? 0.22 : -0.22) : 0
  const behind = backdrop.startsWith('#')
    ? ({ backdrop: 'paper', tint: backdrop } as const)
    : { backdrop: backdrop as BackdropName, tint: '#808080' }
  const shot = {
    pose: STANCES[stance],
    expression: MOODS[mood],
    framing,
    around,
    above,
    tilt: 0,
    place,
    light,
    ...behind,
    ...more,
  }
  return { shot, size: PAPERS[paper] }
}

const BASE: Readonly<Record<FigureName, Take>> = {
  fisherman: take(['portrait', 10, 3, 'softbox', '#9fb0b8', 'calm', 'still', 'square']),
  girl: take(['portrait', -8, 3, 'softbox', '#b9a893', 'happy', 'still', 'square']),
  explorer: take(['portrait', 12, 3, 'softbox', '#a9a48f', 'happy', 'still', 'square']),
  robot: take(['portrait', -14, 5, 'highkey', '#d8d2c4', 'happy', 'still', 'square']),
}

const ROWS: Readonly<Record<FigureName, readonly Row[]>> = {
  fisherman: [
    ['portrait', -24, 4, 'overcast', 'harbour', 'happy', 'turned', 'tall'],
    ['full', 16, 9, 'golden', 'harbour', 'beaming', 'proud', 'tall'],
    ['face', 28, 2, 'window', 'room', 'calm', 'thinking', 'square'],
    ['half', -14, 6, 'overcast', 'snow', 'stern', 'casual', 'wide'],
    ['portrait', 34, -6, 'golden', 'dusk', 'dreaming', 'upward', 'tall'],
    ['face', -38, 8, 'noir', '#3b3f46', 'stern', 'still', 'tall'],
    ['half', 20, 3, 'night', 'street', 'laughing', 'waving', 'tall'],
    ['portrait', -6, 14, 'softbox', '#3f6f78', 'sly', 'tilted', 'square'],
    ['full', -30, 5, 'overcast', 'snow', 'amazed', 'welcoming', 'tall'],
    ['portrait', 52, 2, 'window', 'workshop', 'calm', 'bowed', 'wide'],
    ['face', 8, -7, 'golden', 'autumn', 'laughing', 'upward', 'tall'],
    ['half', 40, 10, 'softbox', '#b98a6a', 'happy', 'thinking', 'square'],
    ['portrait', -48, 0, 'noir', 'room', 'sad', 'turned', 'tall', { monochrome: true }],
    ['full', 4, 16, 'highkey', '#d9d4ca', 'happy', 'waving', 'square'],
    ['portrait', 18, 6, 'overcast', 'garden', 'asleep', 'bowed', 'wide'],
    ['half', -26, -4, 'golden', 'harbour', 'curious', 'proud', 'tall', { tilt: 7 }],
  ],
  girl: [
    ['portrait', 22, 3, 'golden', 'autumn', 'happy', 'turned', 'tall'],
    ['face', -30, 2, 'window', 'room', 'dreaming', 'upward', 'tall'],
    ['full', -18, 8, 'overcast', 'snow', 'laughing', 'waving', 'tall'],
    ['half', 30, 4, 'overcast', 'garden', 'curious', 'casual', 'wide'],
    ['portrait', -44, -4, 'night', 'street', 'calm', 'still', 'tall'],
    ['face', 14, 12, 'highkey', '#e3d6cf', 'beaming', 'tilted', 'square'],
    ['half', -10, 2, 'golden', 'dusk', 'sad', 'bowed', 'tall'],
    ['portrait', 40, 8, 'softbox', '#7c5a6e', 'sly', 'thinking', 'square'],
    ['full', 26, 5, 'golden', 'garden', 'amazed', 'welcoming', 'tall'],
    ['portrait', -20, 0, 'noir', '#4a4a4e', 'stern', 'turned', 'tall', { monochrome: true }],
    ['half', 12, 10, 'window', 'workshop', 'happy', 'thinking', 'wide'],
    ['face', 42, -3, 'overcast', 'harbour', 'asleep', 'upward', 'tall'],
  ],
  explorer: [
    ['portrait', -20, 2, 'golden', 'desert', 'happy', 'turned', 'tall'],
    ['full', 20, 7, 'golden', 'desert', 'calm', 'proud', 'tall'],
    ['face', 32, -2, 'window', 'room', 'curious', 'thinking', 'tall'],
    ['half', -32, 5, 'overcast', 'garden', 'beaming', 'waving', 'wide'],
    ['portrait', 12, -8, 'overcast', 'snow', 'stern', 'upward', 'tall'],
    ['face', -12, 6, 'noir', '#4b3a30', 'sly', 'tilted', 'square'],
    ['half', 38, 3, 'night', 'street', 'laughing', 'casual', 'tall'],
    ['portrait', -42, 4, 'golden', 'autumn', 'dreaming', 'still', 'wide'],
    ['full', -24, 12, 'softbox', '#8d9a8b', 'amazed', 'welcoming', 'tall'],
  ],
  robot: [
    ['portrait', 24, 4, 'window', 'workshop', 'happy', 'turned', 'tall'],
    ['full', -22, 7, 'golden', 'garden', 'amazed', 'waving', 'tall'],
    ['half', 16, 2, 'night', 'street', 'curious', 'proud', 'tall'],
    ['face', -28, 6, 'softbox', '#c4644a', 'happy', 'tilted', 'square'],
    ['portrait', 44, -4, 'overcast', 'snow', 'sad', 'bowed', 'wide'],
  ],
}

export const baseTake = (figure: FigureName): Take => BASE[figure]

export const takesOf = (figure: FigureName): readonly Take[] => ROWS[figure].map(take)
