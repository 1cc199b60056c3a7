import type { Seeing } from '../../src/main/pretrained/seeing.ts'

/** The state without an installed pretrained network. */
export const nothingSeen: Seeing = {
  model: () => null,
  see: async () => [],
  meaningOf: async () => null,
  kinds: async () => null,
}
