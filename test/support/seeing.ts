import type { Seeing } from '../../src/main/pretrained/seeing.ts'

/** No pretrained network is installed. */
export const nothingSeen: Seeing = {
  model: () => null,
  see: async () => [],
  meaningOf: async () => null,
  kinds: async () => null,
}
