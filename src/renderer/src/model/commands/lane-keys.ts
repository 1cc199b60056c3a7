/** Keys that move the selection to a lane. */
export const LANE_KEYS = {
  photorealistic: '1',
  bw_stylized: '2',
  color_stylized: '3',
  unsorted: '0',
  rejected: 'X',
} as const
