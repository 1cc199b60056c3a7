/** Completes "from …". Holds for photographs and drawings, indoors and out. */
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

/** Completes "lit by …". Names no colour, so that it suits black and white too. */
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
