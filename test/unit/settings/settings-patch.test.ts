import { expect, test } from 'vitest'
import { Settings, SettingsPatch } from '../../../src/main/contract/settings.ts'

test('a change that crosses the contract holds what was sent and no defaults', () => {
  const { values } = SettingsPatch.parse({ scope: 'library', values: { total: 5, store: '' } })
  expect(values).toEqual({ total: 5, store: '' })
})

test('every setting can be changed, and each is held to its own rules', () => {
  const all = Settings.parse({})
  expect(SettingsPatch.parse({ scope: 'user', values: all }).values).toEqual(all)
  expect(SettingsPatch.safeParse({ scope: 'user', values: { total: 0 } }).success).toBe(false)
  expect(SettingsPatch.safeParse({ scope: 'user', values: { replicateModel: 'nobody' } }).success).toBe(false)
})
