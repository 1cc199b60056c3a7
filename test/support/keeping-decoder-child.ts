import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { flushCompileCache } from 'node:module'
import sharp from 'sharp'
import { render as draw, type RenderJob, type Rendering } from '../../src/main/generation/local/render.ts'
import { functions } from '../../src/main/decoder/functions.ts'
import { serveCalls } from '../../src/main/kit/serve-calls.ts'
import { kept } from './kept.ts'

async function render(job: RenderJob): Promise<Rendering> {
  const source = createHash('sha256')
    .update(await readFile(job.source))
    .digest('hex')
  const bytes = await kept(`render ${JSON.stringify({ ...job, source })}`, async () => (await draw(job)).bytes)
  const { width, height } = await sharp(bytes).metadata()
  return { bytes, width, height }
}

/** The app's decoder with a cache of rendered pictures: a job always gives the same bytes, and many tests begin with the same library. */
sharp.concurrency(1)
serveCalls({ ...functions, render })
// The process will be killed, so its compiled code is written now; otherwise the next one would compile it again.
flushCompileCache()
