import { expect, test } from 'vitest'
import type { Event } from '../../../src/main/contract/event.ts'
import { createAttention } from '../../../src/main/hosts/electron/attention.ts'
import { createBusy } from '../../../src/main/hosts/electron/busy.ts'
import { afterCrash } from '../../../src/main/hosts/electron/crash.ts'
import { folderOfLink } from '../../../src/main/hosts/electron/deep-link.ts'
import { createUpdates, plainNotes, type Updater } from '../../../src/main/hosts/electron/updates.ts'
import type { RunView, TaskView } from '../../../src/main/contract/views.ts'

test.each([
  ['evencast://open?path=/data/set', '/data/set'],
  ['evencast://open?path=%2Fdata%2Fa%20b', '/data/a b'],
  ['evencast://open?path=data', null],
  ['evencast://open?path=//server/share', null],
  ['evencast://open?path=\\\\server\\share', null],
  ['evencast://open', null],
  ['evencast://run?path=/data', null],
  ['https://open/?path=/data', null],
  ['evencast', null],
])('the link %s names %s', (link, folder) => {
  expect(folderOfLink(link)).toBe(folder)
})

const REACHED = { balanced: 1, of: 1, needs: [], text: 'All balanced.', waysOut: [] }
const run = (state: RunView['state'], done = 0): Event => {
  const numbers = { done, total: 4, costUsd: 0, checksUsd: 0, estimatedUsd: 0, seconds: 1, deleted: 0, generated: 0 }
  const rest = { startedAt: '', endedAt: null, actors: ['a'], generator: 'local', phase: '', etaSeconds: null }
  return {
    type: 'run',
    run: { runId: '1', state, ...numbers, ...rest, reached: REACHED, failures: [], undoable: true },
  }
}

function attention(isFocused: boolean) {
  const said: unknown[] = []
  const window = {
    setProgressBar: (part: number) => said.push(part),
    isFocused: () => isFocused,
    show() {},
    focus() {},
  }
  const note = createAttention({
    window: () => window,
    notification: (options) => ({ show: () => said.push(options), on: () => never() }),
  })
  return { note, said }
}
const never = (): never => undefined as never

test('a run shows its progress, and its end when the window is not in front', () => {
  const { note, said } = attention(false)
  for (const event of [run('running', 1), run('running', 3), run('done', 4), run('done', 4)]) note(event)
  expect(said).toEqual([0.25, 0.75, -1, { title: 'The run is done', body: 'All balanced.' }])
})

test('nobody who looks on is told, nor of runs that ended long ago', () => {
  const { note, said } = attention(true)
  for (const event of [run('done', 4), run('running', 1), run('failed', 4)]) note(event)
  expect(said).toEqual([0.25, -1])
})

test.each([
  [0, ['reload']],
  [1, ['/config/evencast.log', 'reload']],
  [2, ['quit']],
])('after a crash button %d does %j', async (response, expected) => {
  const did: string[] = []
  let said = ''
  const showMessageBox = async (options: unknown) => {
    said = JSON.stringify(options)
    return { response, checkboxChecked: false }
  }
  await afterCrash(
    { reason: 'crashed' },
    {
      dialog: { showMessageBox },
      shell: { showItemInFolder: (path) => did.push(path) },
      logFile: '/config/evencast.log',
      reload: () => did.push('reload'),
      quit: () => did.push('quit'),
    },
  )
  expect(did).toEqual(expected)
  expect(said).toContain('/config/evencast.log')
})

/** Creates updates; `answers` are the buttons chosen in the dialogs, in order. */
function updates(
  { agreed = 'on', busy = () => false, answers = [0, 0], notes = '<p>New &amp; better</p>' } = {} as {
    readonly agreed?: 'ask' | 'on' | 'off'
    readonly busy?: () => boolean
    readonly answers?: number[]
    readonly notes?: string
  },
) {
  const did: string[] = []
  const updater: Updater = {
    autoDownload: true,
    autoInstallOnAppQuit: true,
    checkForUpdates: async () => {
      did.push('check')
      return { isUpdateAvailable: true, updateInfo: { version: '9.0.0', releaseNotes: notes } }
    },
    downloadUpdate: async () => did.push('download'),
    quitAndInstall: () => did.push('restart'),
  }
  const look = createUpdates({
    load: async () => {
      did.push('load')
      return updater
    },
    dialog: {
      showMessageBox: async (...given: readonly unknown[]) => {
        const text = JSON.stringify(given)
        did.push(text.includes('New & better') ? 'notes' : text.includes('could not be downloaded') ? 'failed' : 'ask')
        return { response: answers.shift() ?? 1, checkboxChecked: false }
      },
    },
    agreed: () => agreed,
    isBusy: busy,
    warn: (error) => did.push(`warned: ${String(error)}`),
  })
  return { look, did, updater }
}

test('nothing of updates is even loaded before somebody agrees, or during a run', async () => {
  for (const { look, did } of [updates({ agreed: 'ask' }), updates({ agreed: 'off' }), updates({ busy: () => true })]) {
    await look()
    expect(did).toEqual([])
  }
})

test('an update is shown with its notes, downloaded after a yes, and installed after another', async () => {
  const { look, did, updater } = updates()
  await look()
  expect(did).toEqual(['load', 'check', 'notes', 'download', 'ask', 'restart'])
  expect(updater).toMatchObject({ autoDownload: false, autoInstallOnAppQuit: false })
})

test('a download that fails is said in one sentence, and offered again later', async () => {
  const { look, did, updater } = updates({ answers: [0, 0, 0, 0] })
  updater.downloadUpdate = async () => {
    throw new Error('net::ERR_INTERNET_DISCONNECTED')
  }
  await look()
  expect(did).toEqual(['load', 'check', 'notes', 'warned: net::ERR_INTERNET_DISCONNECTED', 'failed'])
  updater.downloadUpdate = async () => did.push('download')
  await look()
  expect(did.slice(5)).toEqual(['load', 'check', 'notes', 'download', 'ask', 'restart'])
})

test('what was put off is not asked again', async () => {
  const first = updates({ answers: [1] })
  await first.look()
  await first.look()
  expect(first.did).toEqual(['load', 'check', 'notes', 'load', 'check'])
  const second = updates({ answers: [0, 1] })
  await second.look()
  await second.look()
  expect(second.did).toEqual(['load', 'check', 'notes', 'download', 'ask'])
})

test('a run that begins meanwhile is left alone', async () => {
  let busy = false
  const { look, did, updater } = updates({ busy: () => busy })
  updater.downloadUpdate = async () => void (busy = true)
  await look()
  expect(did).toEqual(['load', 'check', 'notes'])
  busy = false
  await look()
  expect(did).toEqual(['load', 'check', 'notes', 'ask', 'restart'])
})

test('runs and tasks keep it busy until they end or the library is another', () => {
  const busy = createBusy()
  const task = (state: TaskView['state']): Event => ({
    type: 'task',
    task: {
      taskId: 't',
      kind: 'assess',
      state,
      done: 0,
      total: 1,
      phase: '',
      etaSeconds: null,
      bytes: null,
      error: null,
    },
  })
  busy.note(run('running'))
  busy.note(task('running'))
  busy.note(run('done'))
  expect(busy.is()).toBe(true)
  busy.note(task('done'))
  expect(busy.is()).toBe(false)
  busy.note(run('running'))
  busy.note({ type: 'library', library: null })
  expect(busy.is()).toBe(false)
})

test('release notes are shown as text, at a length that a dialog holds', () => {
  expect(plainNotes('<ul><li>One</li>\n<li>a &lt;b&gt;</li></ul>')).toBe('• One\n• a <b>')
  expect(plainNotes('x'.repeat(5000))).toHaveLength(1501)
  expect(plainNotes(null)).toBe('')
})
