import type { Part } from '../clay.ts'
import type { Expression, FigureName, Pose } from '../shot.ts'
import { explorer } from './explorer.ts'
import { fisherman } from './fisherman.ts'
import { girl } from './girl.ts'
import { robot } from './robot.ts'

/** Functions that build each figure of the sample in a pose. */
export const SCULPT: Readonly<Record<FigureName, (pose: Pose, expression: Expression) => readonly Part[]>> = {
  explorer,
  girl,
  fisherman,
  robot,
}
