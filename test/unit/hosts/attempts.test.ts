import { expect, test } from 'vitest'
import { createAttempts } from '../../../src/main/hosts/web/attempts.ts'

function attemptsAt() {
  const clock = { ms: 0 }
  return { clock, attempts: createAttempts(() => clock.ms) }
}

test('an address has five attempts in five minutes, also when they come at once', () => {
  const { clock, attempts } = attemptsAt()
  expect(Array.from({ length: 7 }, () => attempts.begin('192.0.2.1'))).toEqual([0, 0, 0, 0, 0, 300, 300])
  expect(attempts.begin('192.0.2.2')).toBe(0)
  clock.ms = 100_000
  expect(attempts.begin('192.0.2.1')).toBe(200)
  clock.ms = 300_000
  expect(attempts.begin('192.0.2.1')).toBe(0)
})

test('who knows the password begins at nought', () => {
  const { attempts } = attemptsAt()
  for (let i = 0; i < 4; i++) attempts.begin('192.0.2.1')
  attempts.forgive('192.0.2.1')
  for (let i = 0; i < 5; i++) expect(attempts.begin('192.0.2.1')).toBe(0)
})

test('many addresses together have a hundred', () => {
  const { attempts } = attemptsAt()
  const waits = Array.from({ length: 120 }, (_, i) => attempts.begin(`192.0.2.${i}`))
  expect(waits.filter((waitS) => waitS === 0)).toHaveLength(100)
})

test.each([
  ['2001:db8:0:1::1', '2001:db8:0:1:ffff::2'],
  ['2001:db8::1', '2001:db8:0:0:5:6:7:8'],
  ['fe80::1%eth0', 'fe80::2'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
])('%s and %s are one', (one, other) => {
  const { attempts } = attemptsAt()
  for (let i = 0; i < 5; i++) attempts.begin(one)
  expect(attempts.begin(other)).toBe(300)
  expect(attempts.begin('2001:db8:0:2::1')).toBe(0)
})
