/** `npm run kernels`: compiles each source of kernels to the WebAssembly in `bytes.ts` beside it. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { main } from 'assemblyscript/asc'
import { ROOT } from './build.ts'

const SOURCES = ['domain/kernels/pairs.as', 'evaluation/local/kernels/pixels.as', 'generation/local/kernels/drawing.as']
const FLAGS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory']

for (const path of SOURCES) {
  const file = join(ROOT, 'src/main', path)
  const source = readFileSync(file, 'utf8')
  const compiled: Uint8Array[] = []
  const { error } = await main(['source.ts', '--outFile', 'compiled.wasm', ...FLAGS], {
    readFile: (name) => (name === 'source.ts' ? source : null),
    writeFile: (_, contents) => void (typeof contents !== 'string' && compiled.push(contents)),
    listFiles: () => [],
    stderr: process.stderr,
  })
  const [bytes] = compiled
  if (error !== null || bytes === undefined) throw new Error(`${path} does not compile.`, { cause: error })
  const lines = [
    `/** \`${basename(path)}\` compiled, by \`npm run kernels\`: do not edit by hand. */`,
    '',
    '/** SHA-256 of the source. */',
    `export const SOURCE = '${createHash('sha256').update(source).digest('hex')}'`,
    '',
    'export const BYTES =',
    `  '${Buffer.from(bytes).toString('base64')}'`,
    '',
  ]
  writeFileSync(join(dirname(file), 'bytes.ts'), lines.join('\n'))
}
