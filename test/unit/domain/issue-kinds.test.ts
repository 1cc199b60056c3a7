import { expect, test } from 'vitest'
import { ISSUE_KEYS, ISSUES, ofIssues } from '../../../src/main/domain/issue-kinds.ts'

test('the bits of catalogues that exist keep their meaning', () => {
  expect(ofIssues(({ bit }) => bit)).toMatchObject({
    unreadable: 0,
    exact_duplicate: 1,
    near_duplicate: 2,
    low_resolution: 3,
    blur: 4,
    dark: 5,
    overexposed: 6,
    symmetry: 7,
    camera_gaze: 8,
    distortion: 9,
    identity_mismatch: 10,
    text: 11,
    borders: 12,
  })
})

test('no two kinds share a bit, a rank or a spelling', () => {
  const kinds = Object.values(ISSUES)
  const spellings = Object.entries(ISSUES).flatMap(([key, { also }]) => [key, ...also])
  for (const values of [kinds.map(({ bit }) => bit), kinds.map(({ rank }) => rank), spellings])
    expect(new Set<unknown>(values).size).toBe(values.length)
  expect(ISSUE_KEYS).toHaveLength(kinds.length)
})
