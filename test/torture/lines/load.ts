import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { checkSettled, type Finding, truthOf } from '../checker.ts'
import { type Bench, writeConfig, writeFixture } from '../fixture.ts'
import { createLine, leftToLong, type Line, record } from '../report.ts'
import { imagesOf, openSession, type WebSession } from './web-session.ts'

const MOST_BYTES = 1.5 * 1024 ** 3
/** Longest time until a stream reports an edit, in milliseconds. */
const PATIENCE_MS = 30_000

/** Runs constant reads and event streams while images are sorted: every request is answered, and every stream reports every edit. */
export async function loadLine(bench: Bench): Promise<readonly Line[]> {
  const line = createLine('load')
  const [readers, streams, seconds] = bench.long ? [200, 20, 300] : [50, 5, 5]
  const dir = await bench.folder('load')
  const [library, configDir] = [join(dir, 'data'), join(dir, 'config')]
  await writeFixture(library)
  await writeConfig(configDir)
  const truth = await truthOf(library)
  const session = await openSession(bench.program, library, { configDir, timeoutMs: (seconds + 120) * 1000 })
  if (!session) throw new Error('The web host did not start.')
  const images = await imagesOf(session, 'ann')
  const until = Date.now() + seconds * 1000
  const ending = new AbortController()
  let answers = 0
  const failures = new Set<string>()
  let dropped = 0
  const read = async (i: number): Promise<void> => {
    while (Date.now() < until) {
      const image = images[i++ % images.length]
      const path = i % 3 === 0 ? `/image/${image?.imageId}` : (image?.thumbUrl ?? '/')
      try {
        const answer = await fetch(session.origin + path, { headers: { cookie: session.cookie } })
        const { byteLength } = await answer.arrayBuffer()
        if (answer.ok && byteLength > 0) answers += 1
        else dropped += 1
      } catch (error) {
        dropped += 1
        failures.add(String(error))
      }
    }
  }
  const heard = Array.from({ length: streams }, () => new Set<string>())
  const listening = heard.map((names) => listen(session, names, ending.signal))
  await wait(500)
  const edits: string[] = []
  const sort = async (): Promise<void> => {
    const lanes = ['bw_stylized', 'color_stylized', 'photorealistic'] as const
    for (let i = 0; Date.now() < until; i++) {
      const history = (await session.call('images/classify', {
        imageIds: [images[i % images.length]?.imageId],
        lane: lanes[i % 3],
      })) as { readonly undo: { readonly id: string } | null }
      if (history.undo) edits.push(history.undo.id)
      await wait(200)
    }
  }
  await Promise.all([...Array.from({ length: readers }, (_, i) => read(i)), sort()])
  const deafOnes = (): number => heard.filter((names) => edits.some((id) => !names.has(id))).length
  for (const end = Date.now() + PATIENCE_MS; deafOnes() > 0 && Date.now() < end;) await wait(50)
  const peak = Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${session.pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  ending.abort()
  await Promise.allSettled(listening)
  await session.stop()
  const findings: Finding[] = []
  if (dropped > 0)
    findings.push({
      kind: 'broken',
      what: `${dropped} of ${answers + dropped} answers were dropped: ${[...failures].join('; ')}`,
    })
  const deaf = deafOnes()
  if (deaf > 0)
    findings.push({ kind: 'broken', what: `${deaf} of ${streams} streams missed an edit of ${edits.length}` })
  if (peak > MOST_BYTES) findings.push({ kind: 'broken', what: `${Math.round(peak / 1024 ** 2)} MiB were in use` })
  findings.push(...(await checkSettled(library, truth)))
  const where = `${readers} readers, ${streams} streams, ${edits.length} edits, ${seconds} s, ${Math.round(peak / 1024 ** 2)} MiB at most`
  record(line, where, findings)
  if (!bench.long) leftToLong(line, ['200 readers and 20 streams for five minutes'])
  line.tried = answers + dropped
  line.survived = findings.length > 0 ? answers - 1 : answers
  bench.say(`load: ${answers} answers, ${where}`)
  return [line]
}

/** Records the newest edit of every history event. */
async function listen(session: WebSession, names: Set<string>, signal: AbortSignal): Promise<void> {
  const headers = { 'content-type': 'application/json', cookie: session.cookie, origin: session.origin }
  const answer = await fetch(`${session.origin}/rpc/events`, { method: 'POST', headers, body: '{}', signal })
  let text = ''
  for await (const piece of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece
    const lines = text.split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) {
      const id = /"type":"history".*?"undo":\{"id":"(\d+)"/.exec(line)?.[1]
      if (id !== undefined) names.add(id)
    }
  }
}
