import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { mkdir, readdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { makeScratch } from '../../../../src/main/fleet/worker/scratch.ts'
import { tempFolder } from '../../library/temp-library.ts'

test('what killed workers of this machine left is cleared; living ones and other machines keep theirs', async () => {
  const parent = await tempFolder()
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  const folder = (host: string, pid: number | undefined) => `evencast-worker.${host}.${pid}.0123abcd`
  const [dead, living] = [folder(hostname(), child.pid), folder(hostname(), process.pid)]
  const others = [living, folder('another', child.pid), 'notes']
  for (const name of [dead, ...others]) await mkdir(join(parent, name, 'library'), { recursive: true })
  const own = basename(await makeScratch(parent))
  expect(await readdir(parent)).toEqual([own, ...others].toSorted())
})
