import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'

const node = {
  environment: 'node',
  // Native modules (SQLite, libvips) want processes of their own rather than threads.
  pool: 'forks',
  globalSetup: 'test/support/kept.ts',
  // A test waits for a state: how long that takes is the machine's affair.
  expect: { poll: { timeout: 30_000 } },
} as const

export default defineConfig({
  test: {
    // Left to itself, vitest leaves a core idle; and while one file waits for a service, another works.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...node,
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          // Loading what they share for each file again takes longer than most of the files.
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          ...node,
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          ...node,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
