/**
 * node --import …/asar.ts?archive=…&laidOut=… : makes an archive's files available as Electron does. Modules are read from the archive
 * itself, under addresses in the archive; native libraries are loaded from the folder beside it, or not at all. Node's file system cannot
 * read inside an archive, so other reads go to `laidOut`, where `extractAll` has unpacked it, and results carry the archive's paths. Writes
 * are refused.
 */
import fs from 'node:fs'
import Module, { createRequire, registerHooks, syncBuiltinESMExports } from 'node:module'
import { relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { extractFile } from '@electron/asar'

const { searchParams } = new URL(import.meta.url)
const archive = searchParams.get('archive') ?? ''
const laidOut = searchParams.get('laidOut') ?? ''

const within = (folder: string, path: string): boolean => path === folder || path.startsWith(`${folder}${sep}`)
const moved = (path: string, from: string, to: string): string =>
  within(from, path) ? `${to}${path.slice(from.length)}` : path
const movedUrl = (url: string, from: string, to: string): string => {
  if (!url.startsWith('file:')) return url
  const path = moved(fileURLToPath(url), from, to)
  return `${pathToFileURL(path).href}${new URL(url).search}`
}

registerHooks({
  resolve(specifier, context, next) {
    const parentURL = context.parentURL && movedUrl(context.parentURL, archive, laidOut)
    const asked = specifier.startsWith('/') ? moved(specifier, archive, laidOut) : movedUrl(specifier, archive, laidOut)
    const found = next(asked, { ...context, parentURL })
    return { ...found, url: movedUrl(found.url, laidOut, archive) }
  },
  load(url, context, next) {
    const path = url.startsWith('file:') ? fileURLToPath(url) : ''
    if (!within(archive, path) || path.endsWith('.node')) return next(url, context)
    const name = relative(archive, path)
    const format = context.format ?? (name.endsWith('.mjs') ? 'module' : 'commonjs')
    return { format, source: extractFile(archive, name), shortCircuit: true }
  },
})

// `require` resolves with another function, which hooks do not reach where a module is imported.
const find: unknown = Reflect.get(Module, '_resolveFilename')
if (typeof find !== 'function') throw new Error('This Node looks for modules in another way.')
Reflect.set(Module, '_resolveFilename', (request: string, parent: unknown, ...rest: readonly unknown[]): unknown => {
  const from: unknown = typeof parent === 'object' && parent !== null ? Reflect.get(parent, 'filename') : null
  if (typeof from === 'string' && within(archive, from))
    return moved(createRequire(moved(from, archive, laidOut)).resolve(request), laidOut, archive)
  return moved(
    String(Reflect.apply(find, Module, [moved(request, archive, laidOut), parent, ...rest])),
    laidOut,
    archive,
  )
})

const load: unknown = Reflect.get(process, 'dlopen')
if (typeof load !== 'function') throw new Error('This Node loads libraries in another way.')
process.dlopen = (module: object, path: string, ...flags: number[]): void => {
  const beside = moved(path, archive, `${archive}.unpacked`)
  if (!fs.existsSync(beside)) throw new Error(`${path} cannot be loaded from within the archive.`)
  Reflect.apply(load, process, [module, beside, ...flags])
}

const READ =
  'access copyFile cp createReadStream existsSync lstat open openSync opendir readFile readdir realpath stat'.split(' ')
const WRITE = 'appendFile mkdir rename rm rmdir symlink unlink utimes writeFile'.split(' ')

type Call = (...given: readonly unknown[]) => unknown
function replace(holder: object, name: string, by: (call: Call) => Call): void {
  for (const each of [name, `${name}Sync`]) {
    // Left as it is, because the archive itself is read with it.
    if (each === 'readFileSync') continue
    const call: unknown = Reflect.get(holder, each)
    if (typeof call === 'function')
      Reflect.set(
        holder,
        each,
        by((...given) => Reflect.apply(call, holder, given)),
      )
  }
}
const pathOf = (given: unknown): string | null => {
  const path = given instanceof URL ? fileURLToPath(given) : typeof given === 'string' ? given : null
  return path !== null && within(archive, path) ? path : null
}
const back = (answer: unknown): unknown => (typeof answer === 'string' ? moved(answer, laidOut, archive) : answer)
const reading =
  (isPath: boolean) =>
  (call: Call): Call =>
  (first, ...rest) => {
    const path = pathOf(first)
    if (path === null) return call(first, ...rest)
    const answer = call(moved(path, archive, laidOut), ...rest)
    if (!isPath) return answer
    return answer instanceof Promise ? answer.then(back) : back(answer)
  }
const refusing =
  (call: Call): Call =>
  (first, ...rest) => {
    if (pathOf(first) === null) return call(first, ...rest)
    throw Object.assign(new Error(`EROFS: ${String(first)}`), { code: 'EROFS' })
  }

const read = fs.readFileSync
Reflect.set(fs, 'readFileSync', (path: unknown, options: unknown): unknown => {
  const inside = pathOf(path)
  if (inside === null) return Reflect.apply(read, fs, [path, options])
  const bytes = extractFile(archive, relative(archive, inside))
  const encoding: unknown = typeof options === 'object' && options ? Reflect.get(options, 'encoding') : options
  return typeof encoding === 'string' && Buffer.isEncoding(encoding) ? bytes.toString(encoding) : bytes
})
for (const holder of [fs, fs.promises]) {
  for (const name of READ) replace(holder, name, reading(name === 'realpath'))
  for (const name of WRITE) replace(holder, name, refusing)
}
syncBuiltinESMExports()
