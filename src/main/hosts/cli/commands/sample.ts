import { resolve } from 'node:path'
import type { AddCommand } from '../frame.ts'
import { plural } from '../table.ts'

export const addSample: AddCommand = (program, frame) =>
  program
    .command('sample')
    .description('write a small sample library')
    .argument('<dir>', 'a folder that does not exist yet, or is empty')
    .action((dir: string) =>
      frame.withCore({}, async (core) => {
        const library = resolve(dir)
        const images = await core.writeSample(library)
        return {
          report: { library, images },
          lines: [`Wrote ${plural(images, 'image')} to ${library}.`],
        }
      }),
    )
