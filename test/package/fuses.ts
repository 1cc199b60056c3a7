import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import { parse } from 'yaml'
import { z } from 'zod'
import { ROOT } from '../support/app.ts'

const NAMES = Object.values(FuseV1Options).filter((name) => typeof name === 'string')
const Configured = z.object({ electronFuses: z.record(z.string(), z.boolean()) })

/** Marker of the fuses in Electron's program. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** The states of a fuse, as characters. */
const ON = '1'
const OFF = '0'

/** The fuses of a stand-in for Electron's program: neither on nor off until packing sets them. */
export const FUSE_WIRE = `${SENTINEL}${String.fromCharCode(Number(FuseVersion.V1), NAMES.length)}${'?'.repeat(NAMES.length)}`

/** Checks that each fuse of the packed program is set as in `electron-builder.yml`. */
export async function checkFuses(program: string, isReal: boolean) {
  const { electronFuses } = Configured.parse(parse(await readFile(join(ROOT, 'electron-builder.yml'), 'utf8')))
  const wire = await getCurrentFuseWire(program)
  const problems = Object.entries(electronFuses).flatMap(([key, on]) => {
    const index = NAMES.findIndex((name) => name.toLowerCase() === key.toLowerCase())
    const state = FuseV1Options[index] === undefined ? undefined : Reflect.get(wire, index)
    return state === (on ? ON : OFF).charCodeAt(0) ? [] : [`the fuse ${key} is not ${on ? 'on' : 'off'}`]
  })
  const where = isReal ? 'Electron’s own program' : 'a stand-in for Electron’s program that has its switches'
  return { line: `${Object.keys(electronFuses).length} fuses set, read back from ${where}`, problems }
}
