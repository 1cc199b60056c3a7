/** `node scripts/run.mjs icon`: renders `resources/icon.svg` to the PNG for packaging and to the sizes that Linux needs. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { ROOT } from './build.ts'

const resources = join(ROOT, 'resources')
const draw = (size: number, file: string) =>
  sharp(join(resources, 'icon.svg'), { density: 72 }).resize(size, size).png({ compressionLevel: 9 }).toFile(file)

await draw(1024, join(resources, 'icon.png'))
mkdirSync(join(resources, 'icons'), { recursive: true })
for (const size of [16, 24, 32, 48, 64, 96, 128, 256, 512])
  await draw(size, join(resources, 'icons', `${size}x${size}.png`))
