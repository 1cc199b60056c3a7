import { type Lane, LANE_NAMES } from '../../../../main/domain/image.ts'
import { ofIssues } from '../../../../main/domain/issue-kinds.ts'
import { count } from './format.ts'

export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`
export const images = (n: number): string => plural(n, 'image')

export const lanes = LANE_NAMES
export type LaneName = Lane

/** Issue labels for tiles and filters. */
export const issues = ofIssues(({ label }) => label)

export const reasons: Record<string, string> = {
  ...issues,
  human: 'rejected by you',
  deleted: 'deleted by you',
  added: 'added by you',
  undone: 'undone',
  surplus: 'extra',
  replaced: 'replaced from the store',
  store: 'copy in the store',
}

export const shortLanes = { photorealistic: 'Photo', bw_stylized: 'B&W', color_stylized: 'Colour' } as const

/** Names of the target presets. */
export const presets = {
  standard: 'Standard mix',
  photographs: 'Photographs only',
  illustrated: 'Illustrated character',
} as const
