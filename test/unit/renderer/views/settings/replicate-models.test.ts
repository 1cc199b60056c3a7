import { expect, test } from 'vitest'
import { PRESETS } from '../../../../../src/main/generation/replicate/presets.ts'
import { REPLICATE_MODELS } from '../../../../../src/renderer/src/views/settings/replicate-models.ts'

test('the settings offer the models that the core knows, at the prices it reckons with', () => {
  expect(REPLICATE_MODELS).toEqual(Object.fromEntries(PRESETS.map(({ model, priceUsd }) => [model, priceUsd])))
})
