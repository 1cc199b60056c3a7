import { expect, test } from 'vitest'
import { chosenActors } from '../../../../src/main/operations/context/chosen-actors.ts'

const context = {
  folders: new Map([
    ['bo', {}],
    ['ann', {}],
  ]),
} as never

test('all actors come in order, named ones once each as they were named', () => {
  expect(chosenActors(context, 'all')).toEqual(['ann', 'bo'])
  expect(chosenActors(context, ['bo', 'ann', 'bo'])).toEqual(['bo', 'ann'])
})

test('an unknown id is wrong input and named', () => {
  expect(() => chosenActors(context, ['ann', 'eve'])).toThrow('There is no actor “eve” in this library.')
})
