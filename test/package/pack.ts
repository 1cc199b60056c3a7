import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, Platform } from 'electron-builder'
import { ROOT } from '../support/app.ts'

/** Where a package lies that was made around a stand-in for Electron's own files. */
export interface Packed {
  /** `resources` of the unpacked app. */
  readonly resources: string
  readonly asar: string
  readonly unpacked: string
}

/**
 * Packs the built app for this system as electron-builder would for users, but around a folder that only looks like Electron's
 * distribution: its program cannot be had everywhere. Fuses are switches in that program, so they are left out here.
 */
export async function pack(folder: string): Promise<Packed> {
  const electronDist = join(folder, 'electron')
  await mkdir(join(electronDist, 'resources'), { recursive: true })
  for (const name of ['electron', 'chrome-sandbox', 'LICENSE', 'LICENSES.chromium.html', 'version'])
    await writeFile(join(electronDist, name), '#!/bin/sh\nexit 0\n')
  await chmod(join(electronDist, 'electron'), 0o755)
  await build({
    projectDir: ROOT,
    targets: Platform.LINUX.createTarget('dir'),
    publish: 'never',
    config: {
      extends: './electron-builder.yml',
      electronDist,
      electronFuses: null,
      directories: { output: join(folder, 'dist') },
    },
  })
  const resources = join(folder, 'dist/linux-unpacked/resources')
  return { resources, asar: join(resources, 'app.asar'), unpacked: join(resources, 'app.asar.unpacked') }
}
