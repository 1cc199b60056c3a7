import type { Shot } from '../../domain/shot.ts'

/** Phrases that complete "from …". Valid for photographs and drawings, indoors and out. */
export const ANGLES = [
  'a low angle',
  'a high angle',
  'a dutch angle tilted to the left',
  'a dutch angle tilted to the right',
  'an over-the-shoulder viewpoint',
  'the left in three-quarter view',
  'the right in three-quarter view',
  'a side view in profile',
  'a viewpoint half hidden behind something in the foreground',
  'a steep overhead viewpoint',
  'a viewpoint near the ground',
  'a waist-high viewpoint slightly behind',
  'an eye-level viewpoint at the side',
  'a raised viewpoint on the left',
] as const

/** Phrases that complete "lit by …". They name no colour, so that they suit black and white too. */
export const LIGHTS = [
  'soft daylight from the left',
  'hard low sun from the right',
  'flat overcast daylight',
  'a single strong lamp from above',
  'light bounced up from below',
  'a bright backlight with a thin rim',
  'dappled light through leaves',
  'flickering firelight from one side',
  'pale moonlight',
  'light through slatted blinds',
  'a lantern held just out of frame',
  'diffuse light through mist',
  'a narrow shaft of light in the dark',
  'first light of the morning from the left',
  'late light of the evening from behind',
  'a bright sky after rain',
] as const

/** The shot tag of each angle; null when no tag fits. */
export const ANGLE_SHOTS: Readonly<Record<(typeof ANGLES)[number], Shot['angle']>> = {
  'a low angle': 'low',
  'a high angle': 'high',
  'a dutch angle tilted to the left': null,
  'a dutch angle tilted to the right': null,
  'an over-the-shoulder viewpoint': 'back',
  'the left in three-quarter view': 'three_quarter',
  'the right in three-quarter view': 'three_quarter',
  'a side view in profile': 'profile',
  'a viewpoint half hidden behind something in the foreground': null,
  'a steep overhead viewpoint': 'high',
  'a viewpoint near the ground': 'low',
  'a waist-high viewpoint slightly behind': 'back',
  'an eye-level viewpoint at the side': 'profile',
  'a raised viewpoint on the left': 'high',
}

export const LIGHT_SHOTS: Readonly<Record<(typeof LIGHTS)[number], Shot['light']>> = {
  'soft daylight from the left': 'soft',
  'hard low sun from the right': 'hard',
  'flat overcast daylight': 'soft',
  'a single strong lamp from above': 'artificial',
  'light bounced up from below': null,
  'a bright backlight with a thin rim': 'backlit',
  'dappled light through leaves': null,
  'flickering firelight from one side': 'artificial',
  'pale moonlight': 'dark',
  'light through slatted blinds': 'hard',
  'a lantern held just out of frame': 'artificial',
  'diffuse light through mist': 'soft',
  'a narrow shaft of light in the dark': 'dark',
  'first light of the morning from the left': 'soft',
  'late light of the evening from behind': 'backlit',
  'a bright sky after rain': 'soft',
}
