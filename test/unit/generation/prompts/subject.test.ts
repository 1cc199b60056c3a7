import { expect, test } from 'vitest'
import { subjectProblems, subjectWords, withArticle } from '../../../../src/main/generation/prompts/subject.ts'

test.each([
  ['0000_european_16_male', 'a teenage boy of European descent', 'his'],
  ['0001_east_asian_2_female', 'a toddler girl of East Asian descent', 'her'],
  ['0002_african_8_female', 'a young girl of African descent', 'her'],
  ['0003_latino_18_male', 'a young man of Latin American descent', 'his'],
  ['0004_mixed_40_nonbinary', 'an adult of mixed heritage', 'their'],
  ['0005_middle_eastern_64_female', 'a middle-aged woman of Middle Eastern descent', 'her'],
  ['0006_unknown_65_male', 'an elderly man', 'his'],
  ['0007_pacific_islander_15_non_binary', 'a teenager of Pacific Islander descent', 'their'],
  ['sherlock_holmes', 'the character', 'their'],
  ['01_take_12_final', 'the character', 'their'],
  ['', 'the character', 'their'],
])('%s is %s', (id, words, possessive) => {
  expect(subjectWords(id)).toMatchObject({ words, possessive })
})

test.each([
  [{ subject: 'old sailor with one {angle} eye', gender: 'male' }, 'an old sailor with one angle eye', 'his'],
  [{ subject: '  the  queen of hearts ', gender: 'Woman' }, 'the queen of hearts', 'her'],
  [{ name: 'Sherlock Holmes', gender: 'male' }, 'Sherlock Holmes', 'his'],
  [{ name: 'Alice', gender: 'girl', age: 7 }, 'a young girl', 'her'],
  [{ age: '45 years', ethnicity: 'asian' }, 'a middle-aged person of Asian descent', 'their'],
  [{ age: 'elderly', gender: 'f' }, 'an elderly woman', 'her'],
  [{ gender: 'female' }, 'the character', 'her'],
  [{ subject: 7, age: [], gender: null }, 'the character', 'their'],
  ['not an object', 'the character', 'their'],
  [null, 'the character', 'their'],
])('actor.json %j gives %s', (about, words, possessive) => {
  expect(subjectWords('sherlock', about)).toMatchObject({ words, possessive })
})

test('actor.json completes what the id says', () => {
  expect(subjectWords('0000_european_16_male', { age: 30 }).words).toBe('a young man of European descent')
})

test.each([
  ['knight', 'a knight'],
  ['elf', 'an elf'],
  ['unicorn rider', 'a unicorn rider'],
  ['unimpressed cat', 'an unimpressed cat'],
  ['useful robot', 'a useful robot'],
  ['one-eyed pirate', 'a one-eyed pirate'],
  ['honest thief', 'an honest thief'],
  ['an owl', 'an owl'],
  ['Alice', 'Alice'],
])('%s takes its article: %s', (phrase, expected) => {
  expect(withArticle(phrase)).toBe(expected)
})

test('what is not understood in actor.json is named with its field', () => {
  expect(subjectProblems({ subject: 7, age: 'ancient', gender: 'unclear', name: 'Ada', hobby: [] })).toEqual([
    'subject 7 is not a text',
    'gender "unclear" is none of male, female and nonbinary',
    'age "ancient" is neither a number of years nor a word such as adult',
  ])
  expect(subjectProblems({ age: -3, ethnicity: ['x'] })).toEqual([
    'ethnicity ["x"] is not a text',
    'age -3 is neither a number of years nor a word such as adult',
  ])
  expect(subjectProblems({ subject: 'a sailor', gender: 'Woman', age: '45 years', name: null, ethnicity: '' })).toEqual(
    [],
  )
  expect(subjectProblems({})).toEqual([])
})
