import { spawnSync } from 'node:child_process'
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { build, Platform } from 'electron-builder'
import { findElectron } from '../../scripts/electron.ts'
import { ROOT } from '../support/app.ts'
import { FUSE_WIRE } from './fuses.ts'

type Installer = 'deb' | 'rpm'

/** Location of a package made with Electron's own files or a stand-in for them. */
export interface Packed {
  /** True when it contains Electron's own program. */
  readonly isReal: boolean
  readonly program: string
  /** The `resources` folder of the unpacked app. */
  readonly resources: string
  readonly asar: string
  readonly unpacked: string
  readonly installers: readonly { readonly kind: Installer; readonly file: string }[]
  /** Messages about installers that could not be built here. */
  readonly missing: readonly string[]
}

const canRun = (program: string): boolean => spawnSync(program, ['--version']).status === 0
const MAKERS = { deb: 'dpkg-deb', rpm: 'rpmbuild' } as const

/**
 * Packs the built app for this system as electron-builder does for users. Without Electron's program it uses a folder that only looks like
 * its distribution. `compress` compresses installers as shipped, which takes minutes.
 */
export async function pack(folder: string, { compress }: { readonly compress: boolean }): Promise<Packed> {
  const electron = findElectron()
  const electronDist = electron === null ? await standInFor(join(folder, 'electron')) : dirname(electron)

  const kinds = (['deb', 'rpm'] as const).filter((kind) => canRun(MAKERS[kind]))
  const fpm = join(folder, 'fpm')
  await writeFile(fpm, `#!/bin/sh\nexec "${process.execPath}" "${join(import.meta.dirname, 'fpm.ts')}" "$@"\n`)
  await chmod(fpm, 0o755)
  process.env['CUSTOM_FPM_PATH'] = fpm
  if (!compress) process.env['FPM_STORE'] = '1'
  const output = join(folder, 'dist')
  await build({
    projectDir: ROOT,
    targets: Platform.LINUX.createTarget(['dir', ...kinds]),
    publish: 'never',
    config: { extends: './electron-builder.yml', electronDist, directories: { output } },
  })
  const made = await readdir(output)
  const resources = join(output, 'linux-unpacked/resources')
  return {
    isReal: electron !== null,
    program: join(output, 'linux-unpacked/evencast'),
    resources,
    asar: join(resources, 'app.asar'),
    unpacked: join(resources, 'app.asar.unpacked'),
    installers: kinds.flatMap((kind) =>
      made.filter((name) => name.endsWith(`.${kind}`)).map((name) => ({ kind, file: join(output, name) })),
    ),
    missing: (['deb', 'rpm'] as const)
      .filter((kind) => !kinds.includes(kind))
      .map((kind) => `${kind}: configured only, since ${MAKERS[kind]} is not on this machine`),
  }
}

/** Creates a folder with the files of Electron's distribution that packing needs. */
async function standInFor(folder: string): Promise<string> {
  await mkdir(join(folder, 'resources'), { recursive: true })
  for (const name of ['electron', 'chrome-sandbox', 'LICENSE', 'LICENSES.chromium.html', 'version'])
    await writeFile(join(folder, name), `#!/bin/sh\nexit 0\n${FUSE_WIRE}\n`)
  await chmod(join(folder, 'electron'), 0o755)
  return folder
}
