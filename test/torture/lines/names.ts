import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { addDuplicates, photograph, writeLibrary } from '../../support/library.ts'
import { checkNow, checkSettled, type Finding, picturesOf, truthOf } from '../checker.ts'
import { type Bench, type Service, writeConfig } from '../fixture.ts'
import { run } from '../program.ts'
import { createLine, type Line, outOfTime, record } from '../report.ts'

const KINDS = ['caseless', 'decomposed'] as const
const NAMES = { caseless: 'names without case', decomposed: 'names that come back decomposed' } as const
const IMAGES = 5

/** Writes a library for tests of names. `ANN_8.JPG` has the number that the next image would get on a case-sensitive file system. */
async function writeNamed(root: string): Promise<void> {
  await writeLibrary(root, { actors: ['ann', 'Zoë'], images: IMAGES })
  for (const actor of ['ann', 'Zoë']) await addDuplicates(root, actor, IMAGES)
  const training = join(root, 'actors/ann/training_data')
  await writeFile(join(training, 'ANN_8.JPG'), await photograph(77))
  await writeFile(join(root, 'actors/Zoë/training_data/Zoë_1.txt'), 'a photo of Zoë')
}

/** Describes the files independently of how the disk spells their names. */
const shape = async (library: string): Promise<string> =>
  JSON.stringify(
    Object.entries(await picturesOf(library))
      .map(([path, content]) => `${path.normalize('NFC')} ${content}`)
      .toSorted(),
  )

/** Tries doubles of file systems with other rules for names, which Linux rarely has mounted. */
export async function namesLine(bench: Bench, { env }: Pick<Service, 'env'>): Promise<Line> {
  const line = createLine('other names (a double in the program)')
  const waiting = [...KINDS]
  for (let kind = waiting.shift(); kind; kind = bench.timeLeft() ? waiting.shift() : undefined) {
    const dir = await bench.folder('names')
    const [library, configDir] = [join(dir, 'data'), join(dir, 'config')]
    await writeNamed(library)
    await writeConfig(configDir, { generator: 'replicate' })
    const truth = await truthOf(library)
    const before = await shape(library)
    const findings: Finding[] = []
    const attempt = { configDir, env: { ...env, TORTURE_NAMES: `${kind}:${library}` } }
    for (const args of [
      ['plan', '--all'],
      ['execute', '--all', '--execute'],
      ['undo'],
      ['captions', 'write', '--all'],
      ['snapshot', 'create'],
      ['sync', '--store', `file://${join(dir, 'store')}`],
    ]) {
      const ended = await run(bench.program, [...args, library], attempt)
      // Some images of an actor may fail, but the command itself must work.
      if ((ended.code !== 0 && ended.code !== 1) || ended.stderr.includes('    at '))
        findings.push({
          kind: 'broken',
          what: `${args[0]} ended with ${ended.signal ?? ended.code}: ${ended.stderr.slice(-250)}`,
        })
      findings.push(...(await checkNow(library, truth)))
      if (args[0] === 'undo' && (await shape(library)) !== before)
        findings.push({ kind: 'broken', what: 'undo does not lead back' })
    }
    record(line, NAMES[kind], [...findings, ...(await checkSettled(library, truth))])
    await rm(dir, { recursive: true, force: true })
  }
  outOfTime(
    line,
    waiting.map((kind) => NAMES[kind]),
  )
  return line
}
