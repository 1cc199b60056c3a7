/** `node scripts/run.mjs icon`: renders `resources/icon.svg` to the PNG that the packaged app is built with. */
import { join } from 'node:path'
import sharp from 'sharp'
import { ROOT } from './build.ts'

const resources = join(ROOT, 'resources')
await sharp(join(resources, 'icon.svg'), { density: 72 })
  .resize(1024, 1024)
  .png({ compressionLevel: 9 })
  .toFile(join(resources, 'icon.png'))
