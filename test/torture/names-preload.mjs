// Simulates file systems with other rules for names than Linux, below one folder; loaded before the program. For kernels without such a
// file system: `caseless` finds a file by a name in another case, `decomposed` returns names decomposed, as Apple's HFS+ does.
import childProcess from 'node:child_process'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { basename, dirname, join } from 'node:path'

const [kind, root] = process.env.TORTURE_NAMES?.split(':') ?? []

if (root) {
  const fold = (name) => (kind === 'caseless' ? name.normalize('NFC').toLowerCase() : name.normalize('NFC'))
  const { existsSync, lstatSync, readdirSync } = fs
  const isThere = (path) => lstatSync(path, { throwIfNoEntry: false }) !== undefined
  /** Returns the real path of a name on this disk. */
  const real = (path) => {
    if (typeof path !== 'string' || !path.startsWith(`${root}/`) || isThere(path)) return path
    const parent = real(dirname(path))
    const name = basename(path)
    const names = existsSync(parent) && lstatSync(parent).isDirectory() ? readdirSync(parent) : []
    return join(parent, names.find((one) => fold(one) === fold(name)) ?? name)
  }
  /** Returns the target of a rename: the new spelling for the same file, the existing path when it replaces another file. */
  const target = (from, to) => (real(to) === real(from) ? join(real(dirname(to)), basename(to)) : real(to))
  const shown = (entry) => {
    if (kind !== 'decomposed') return entry
    if (typeof entry === 'string') return entry.normalize('NFD')
    if (typeof entry?.name === 'string') entry.name = entry.name.normalize('NFD')
    return entry
  }
  const ONE = [
    'access',
    'lstat',
    'stat',
    'open',
    'readFile',
    'writeFile',
    'mkdir',
    'rm',
    'rmdir',
    'unlink',
    'chmod',
    'utimes',
    'realpath',
    'readlink',
  ]
  const patched = (api, name, wrap) => {
    const act = api[name]
    if (typeof act === 'function') api[name] = Object.assign(wrap(act.bind(api)), act)
  }
  for (const { api, end } of [
    { api: fs.promises, end: '' },
    { api: fs, end: 'Sync' },
    { api: fs, end: '' },
  ]) {
    for (const name of ONE)
      patched(
        api,
        name + end,
        (act) =>
          (path, ...rest) =>
            act(real(path), ...rest),
      )
    for (const name of ['rename', 'copyFile', 'link'])
      patched(
        api,
        name + end,
        (act) =>
          (from, to, ...rest) =>
            act(real(from), target(from, to), ...rest),
      )
  }
  for (const name of ['existsSync', 'createReadStream', 'createWriteStream', 'opendir', 'statfs'])
    patched(
      fs,
      name,
      (act) =>
        (path, ...rest) =>
          act(real(path), ...rest),
    )
  patched(
    fs.promises,
    'readdir',
    (act) =>
      async (path, ...rest) =>
        (await act(real(path), ...rest)).map(shown),
  )
  patched(
    fs,
    'readdirSync',
    (act) =>
      (path, ...rest) =>
        act(real(path), ...rest).map(shown),
  )
  const { fork } = childProcess
  // Decoder processes must see the same disk.
  childProcess.fork = (file, args, { env, execArgv = [], ...options }) =>
    fork(file, args, {
      ...options,
      env: { ...env, TORTURE_NAMES: process.env.TORTURE_NAMES },
      execArgv: [...execArgv, '--import', import.meta.filename],
    })
  syncBuiltinESMExports()
}
