import { missing } from './s3/packages.ts'

const PROGRAM = 'chromium-headless-shell'

/**
 * Lets journeys run in Chromium without the browser's own windows and services, where Debian's package of it can be had: it starts sooner
 * and leaves the processors to the app. Otherwise they run in the installed browser. `CHROMIUM_PATH` wins.
 */
export async function setup(): Promise<void> {
  if (process.env['CHROMIUM_PATH'] !== undefined) return
  const why = await missing({ [PROGRAM]: PROGRAM })
  if (why === null) process.env['CHROMIUM_PATH'] = `/usr/bin/${PROGRAM}`
  else console.info(`Journeys run in the installed browser: ${PROGRAM} ${why}`)
}
