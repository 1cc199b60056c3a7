import type { Turn } from './vector.ts'

export const FIGURES = ['explorer', 'girl', 'fisherman', 'robot'] as const
export type FigureName = (typeof FIGURES)[number]

export type Mouth = 'smile' | 'grin' | 'calm' | 'open' | 'sad' | 'smirk'
export type Arm = 'down' | 'hip' | 'wave' | 'chest' | 'chin' | 'out'

export interface Pose {
  readonly torso: Turn
  readonly head: Turn
  /** On the figure's own left and right. */
  readonly left: Arm
  readonly right: Arm
}

export interface Expression {
  readonly mouth: Mouth
  /** −1 frowning … 1 raised. */
  readonly brows: number
  /** 0 closed … 1 wide open. */
  readonly lids: number
  /** Direction of the eyes relative to straight ahead, in degrees: towards the figure's left, up. */
  readonly gaze: readonly [number, number]
}

export type Framing = 'face' | 'portrait' | 'half' | 'full'
export type LightName = 'softbox' | 'window' | 'golden' | 'overcast' | 'night' | 'highkey' | 'noir'
export type BackdropName =
  | 'paper'
  | 'garden'
  | 'harbour'
  | 'street'
  | 'room'
  | 'desert'
  | 'snow'
  | 'workshop'
  | 'autumn'
  | 'dusk'

export interface Shot {
  readonly pose: Pose
  readonly expression: Expression
  readonly framing: Framing
  /** Degrees that the camera is moved around the figure, towards its left. */
  readonly around: number
  /** Degrees the camera is above (positive) eye level. */
  readonly above: number
  /** Degrees of camera tilt. */
  readonly tilt: number
  /** Horizontal position of the subject in the frame, −1..1 (left to right). */
  readonly place: number
  readonly light: LightName
  readonly backdrop: BackdropName
  /** Hex colour of the paper or of the haze, where the backdrop has one. */
  readonly tint: string
  /** A black-and-white photograph. */
  readonly monochrome?: boolean
}
