import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { listPackage } from '@electron/asar'
import type { Packed } from './pack.ts'

/** Required files of an installed app, as paths in the archive. */
const NEEDED = [
  /^out\/main\/index\.js$/,
  /^out\/main\/worker\.js$/,
  /^out\/preload\/index\.cjs$/,
  /^out\/renderer\/index\.html$/,
  /^resources\/prompts\/photorealistic\.json$/,
  /^resources\/evaluator\/instructions\.json$/,
  /^resources\/evaluator\/sheet\.md$/,
  /^resources\/sample\/actors\/juniper_robot\/training_data\/juniper_robot_1\.jpg$/,
  /^resources\/icon\.png$/,
  /^package\.json$/,
]
/** Native libraries, which cannot be loaded from within the archive. */
const NATIVE = /\.(node|so(\.[\d.]+)?|dylib|dll)$/
const UNWANTED = /\.map$|\.d\.[mc]?ts$|(^|\/)(test|tests|__tests__)\/.*\.test\.|^node_modules\/electron\//

export interface Contents {
  readonly files: number
  readonly natives: readonly string[]
  /** Messages; empty when all is well. */
  readonly problems: readonly string[]
}

export function checkContents({ asar, unpacked }: Packed): Contents {
  const files = listPackage(asar, { isPack: false }).map((path) => path.replaceAll('\\', '/').replace(/^\//, ''))
  const outside = readdirSync(unpacked, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => statSync(join(unpacked, path)).isFile())
  const natives = files.filter((path) => NATIVE.test(path))
  const here = `${process.platform}-${process.arch}`
  const foreign = natives
    .filter((path) => /(darwin|linux|win32|linuxmusl)[-/](x64|arm64|ia32)/.test(path))
    .filter((path) => !path.includes(here) && !path.includes(`${process.platform}/${process.arch}`))
  return {
    files: files.length,
    natives,
    problems: [
      ...NEEDED.filter((pattern) => !files.some((path) => pattern.test(path))).map(
        ({ source }) => `missing: ${source}`,
      ),
      ...natives
        .filter((path) => !outside.includes(path))
        .map((path) => `inside the archive, where it cannot be loaded: ${path}`),
      ...foreign.map((path) => `of another system: ${path}`),
      ...files.filter((path) => UNWANTED.test(path)).map((path) => `not wanted: ${path}`),
    ],
  }
}
