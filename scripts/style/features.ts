import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import sharp from 'sharp'
import { decode } from '../../src/main/evaluation/local/decode.ts'
import { glanceAt } from '../../src/main/evaluation/local/glance.ts'
import { readCoarse } from '../../src/main/evaluation/local/kernels/coarse.ts'
import type { Pixels } from '../../src/main/evaluation/local/plane.ts'
import { isMonochrome, strayFromTint } from '../../src/main/evaluation/local/monochrome.ts'

export interface Features {
  readonly values: Float32Array
  readonly monochrome: boolean
}

/** Blur radius of a softened copy in px, like that of a scan, an enlarged small picture, or strong compression. */
const SOFTENED_PX = 1.5

/**
 * Returns the features of files, or of softened copies of them, from a network without a head, in order; cached in the temporary folder.
 */
export async function featuresOf(
  files: readonly string[],
  network: Buffer,
  soften = false,
): Promise<readonly Features[]> {
  const name = createHash('sha256')
    .update(network)
    .update(`${files.join('\n')}${soften ? SOFTENED_PX : ''}`)
    .digest('hex')
  const folder = join(tmpdir(), 'evencast-style-features')
  const kept = join(folder, `${name}.f32`)
  if (!existsSync(kept)) {
    mkdirSync(folder, { recursive: true })
    const session = await InferenceSession.create(network, { intraOpNumThreads: 1, interOpNumThreads: 1 })
    const rows: Float32Array[] = []
    for (const file of files) rows.push(await look(file, session, soften))
    writeFileSync(kept, Buffer.concat(rows.map((row) => Buffer.from(row.buffer))))
  }
  const all = new Float32Array(Uint8Array.from(readFileSync(kept)).buffer)
  const length = all.length / files.length
  return files.map((_, i) => ({
    values: all.subarray(i * length, (i + 1) * length - 1),
    monochrome: all[(i + 1) * length - 1] === 1,
  }))
}

/** Returns the small copy from which everything is measured. */
export async function smallCopy(file: string): Promise<Pixels> {
  const decoded = await decode(await readFile(file))
  if ('unreadable' in decoded) throw new Error(`${file}: ${decoded.unreadable}`)
  return decoded.small()
}

async function softened({ width, height, rgb }: Pixels): Promise<Pixels> {
  const soft = sharp(rgb, { raw: { width, height, channels: 3 } }).blur(SOFTENED_PX)
  return { width, height, rgb: await soft.raw().toBuffer(), alpha: null }
}

/** Returns the features and, last, whether the picture is without colour. */
async function look(file: string, session: InferenceSession, soften: boolean): Promise<Float32Array> {
  const small = await smallCopy(file)
  const { width, height, rgb } = await glanceAt(soften ? await softened(small) : small)
  const { features } = await session.run({ picture: new Tensor('uint8', rgb, [height, width, 3]) })
  const values = features?.data
  if (!(values instanceof Float32Array)) throw new Error('The network gave no features.')
  const monochrome = isMonochrome(strayFromTint(readCoarse(small, null).chroma))
  return Float32Array.from([...values, monochrome ? 1 : 0])
}
