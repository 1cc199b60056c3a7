/** `npm run kernels`: compiles `kernels/pixels.as` to the WebAssembly that the local evaluator runs. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { main } from 'assemblyscript/asc'
import { ROOT } from './build.ts'

const folder = join(ROOT, 'src/main/evaluation/local/kernels')
const source = readFileSync(join(folder, 'pixels.as'), 'utf8')
const compiled: Uint8Array[] = []
const { error } = await main(
  [
    'pixels.ts',
    '--outFile',
    'pixels.wasm',
    '-O3',
    '--noAssert',
    '--runtime',
    'stub',
    '--enable',
    'simd',
    '--importMemory',
  ],
  {
    readFile: (name) => (name === 'pixels.ts' ? source : null),
    writeFile: (_, contents) => void (typeof contents !== 'string' && compiled.push(contents)),
    listFiles: () => [],
    stderr: process.stderr,
  },
)
const [bytes] = compiled
if (error !== null || bytes === undefined) throw new Error('pixels.as does not compile.', { cause: error })
const digest = createHash('sha256').update(source).digest('hex')
const lines = [
  '/** `pixels.as` compiled, by `npm run kernels`: do not edit by hand. */',
  '',
  '/** SHA-256 of the source. */',
  `export const SOURCE = '${digest}'`,
  '',
  'export const BYTES =',
  `  '${Buffer.from(bytes).toString('base64')}'`,
  '',
]
writeFileSync(join(folder, 'bytes.ts'), lines.join('\n'))
