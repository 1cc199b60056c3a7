import { spawnSync } from 'node:child_process'
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, Platform } from 'electron-builder'
import { ROOT } from '../support/app.ts'

export type Installer = 'deb' | 'rpm'

/** Where a package lies that was made around a stand-in for Electron's own files. */
export interface Packed {
  /** `resources` of the unpacked app. */
  readonly resources: string
  readonly asar: string
  readonly unpacked: string
  readonly installers: readonly { readonly kind: Installer; readonly file: string }[]
  /** Sentences about installers that could not be made here. */
  readonly missing: readonly string[]
}

const canRun = (program: string): boolean => spawnSync(program, ['--version']).status === 0
const MAKERS = { deb: 'dpkg-deb', rpm: 'rpmbuild' } as const

/**
 * Packs the built app for this system as electron-builder would for users, but around a folder that only looks like Electron's
 * distribution: its program cannot be had everywhere. Fuses are switches in that program, so they are left out here. `compress`:
 * installers as they are shipped, which takes minutes.
 */
export async function pack(folder: string, { compress }: { readonly compress: boolean }): Promise<Packed> {
  const electronDist = join(folder, 'electron')
  await mkdir(join(electronDist, 'resources'), { recursive: true })
  for (const name of ['electron', 'chrome-sandbox', 'LICENSE', 'LICENSES.chromium.html', 'version'])
    await writeFile(join(electronDist, name), '#!/bin/sh\nexit 0\n')
  await chmod(join(electronDist, 'electron'), 0o755)

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
    config: { extends: './electron-builder.yml', electronDist, electronFuses: null, directories: { output } },
  })
  const made = await readdir(output)
  const resources = join(output, 'linux-unpacked/resources')
  return {
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
