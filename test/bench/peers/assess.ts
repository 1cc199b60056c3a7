import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { DATA } from '../../../scripts/labelled-images.ts'
import { ROOT } from '../../../scripts/build.ts'
import { createEye } from '../../../src/main/evaluation/local/eye.ts'
import { createMeasure } from '../../../src/main/evaluation/local/measure.ts'
import { photograph } from '../../support/library.ts'
import { percentile, timed } from '../measure.ts'
import { pairs, processSeconds } from './pairs.ts'
import type { Peer } from './table.ts'

const PHOTOGRAPHS = 244

const CLEANVISION = `
import sys
from cleanvision import Imagelab
if __name__ == "__main__":
    Imagelab(data_path=sys.argv[1]).find_issues()
`

/** Assesses 244 photographs with one command, compared with decoding them one at a time in this process. */
export const assessPeer: Peer = {
  work: 'assess',
  needs: {},
  async measure({ folder, cli, count, cleanvision, note, limit }) {
    const library = join(folder, 'photographs')
    const { files, kind } = await writePhotographs(join(library, 'set'))
    const modelFile = join(ROOT, 'resources/evaluator/style.onnx')
    const all = async (work: (file: string) => Promise<unknown>): Promise<number> => {
      const { ms } = await timed(async () => {
        for (const file of files) await work(file)
      })
      return ms / 1000
    }
    const decode = () => all((file) => sharp(file).raw().toBuffer())
    const measureWith = (eye: ReturnType<typeof createEye>) => {
      const measure = createMeasure(eye)
      return () => all((file) => measure({ file, modelFile }))
    }
    const quality = measureWith(async () => null)
    const style = measureWith(createEye())
    // Warm up, so that loading and compiling is not measured.
    for (const warm of [decode, quality, style]) await warm()
    const beside = `${PHOTOGRAPHS} ${kind}, one at a time`
    const rows = [
      {
        what: `quality and hashes of ${beside}`,
        peer: 'decoding them',
        ...(await pairs(count, quality, decode)),
        target: 1.3,
        profile:
          'Quality and hashes: above decoding are, in this order, the copy of 512 px that hashes and colours are taken of, reading the header and handing pixels over, the Laplacian of every pixel, and what is read off the copy. Hottest before pixels were given back at once: garbage, starting libvips, `reduceColumns`; now: starting libvips, garbage, `reduceColumns`, the last in SIMD WebAssembly.',
      },
      {
        what: `quality, hashes and style of ${beside}`,
        peer: 'decoding them',
        ...(await pairs(count, style, decode)),
        target: 2,
        profile:
          'Style: the network (MobileNetV2 at 224 px in bytes, on one thread, as each processor has an image of its own) takes about as long as decoding a photograph. At a smaller size it would be right less often, so it stays. Hottest before: the network, garbage, `addLine`; now: the network, garbage, `reduceColumns`.',
      },
    ]
    const env = { EVENCAST_CONFIG_DIR: join(folder, 'config') }
    const ours = async () => {
      for (const name of ['.evencast', 'action_plans', 'set/manifest.json'])
        await rm(join(library, name), { recursive: true, force: true })
      return processSeconds(process.execPath, [cli, 'plan', library, '--all', '--json'], env)
    }
    if (cleanvision === undefined) {
      note(
        'Not measured beside CleanVision: `--cleanvision PYTHON` names a Python that has it. Its 24.4 images/s, on two quiet cores, are from when it was.',
      )
      const seconds: number[] = []
      for (let round = 0; round < count; round++) seconds.push(await ours())
      limit({
        what: `${PHOTOGRAPHS} ${kind} assessed, whole process; five times CleanVision`,
        measured: PHOTOGRAPHS / percentile(seconds, 0.5),
        unit: 'images/s',
        bound: { least: 122 },
        profile:
          'Whole process: of a photograph’s time about a third each is the style network, decoding, and measuring.',
      })
      return rows
    }
    const script = join(folder, 'cleanvision.py')
    await writeFile(script, CLEANVISION)
    const theirs = () => processSeconds(cleanvision, [script, join(library, 'set')])
    return [
      ...rows,
      {
        what: `${PHOTOGRAPHS} ${kind} assessed, whole process`,
        peer: 'CleanVision',
        ...(await pairs(count, ours, theirs)),
        target: 1 / 5,
      },
    ]
  },
}

/** Writes real photographs if they are beside the repository, otherwise drawn ones. */
export async function writePhotographs(
  dir: string,
): Promise<{ readonly files: readonly string[]; readonly kind: string }> {
  await mkdir(dir, { recursive: true })
  const real = join(DATA, 'styles/photorealistic')
  const found = (await readdir(real).catch(() => [])).toSorted((a, b) => (a < b ? -1 : 1)).slice(0, PHOTOGRAPHS)
  for (const name of found) await copyFile(join(real, name), join(dir, name))
  if (found.length === PHOTOGRAPHS) return { files: found.map((name) => join(dir, name)), kind: 'photographs' }
  const files = Array.from({ length: PHOTOGRAPHS }, (_, n) => join(dir, `set_${n + 1}.jpg`))
  for (const [n, file] of files.entries()) await writeFile(file, await photograph(n))
  return { files, kind: 'drawn photographs of 640 px' }
}
