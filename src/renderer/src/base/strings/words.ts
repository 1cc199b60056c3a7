import type { z } from 'zod'
import type { IssueView } from '../../../../main/contract/views.ts'
import { count } from './format.ts'

export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`
export const images = (n: number): string => plural(n, 'image')

export const lanes = {
  photorealistic: 'Photorealistic',
  bw_stylized: 'B&W',
  color_stylized: 'Colour',
  unsorted: 'Unsorted',
  rejected: 'Rejected',
} as const
export type LaneName = keyof typeof lanes

type IssueKey = z.infer<typeof IssueView>['key']

export const issues: Record<IssueKey, string> = {
  unreadable: 'unreadable',
  exact_duplicate: 'duplicate',
  near_duplicate: 'near duplicate',
  low_resolution: 'low res',
  blur: 'blur',
  dark: 'dark',
  overexposed: 'overexposed',
  symmetry: 'symmetrical',
  camera_gaze: 'gaze',
  distortion: 'distorted',
  identity_mismatch: 'wrong identity',
  text: 'text',
}

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

/** Targets to choose from. */
export const presets = {
  standard: 'Standard mix',
  photographs: 'Photographs only',
  illustrated: 'Illustrated character',
} as const
