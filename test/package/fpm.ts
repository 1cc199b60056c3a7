/**
 * Replaces fpm, which electron-builder would download: accepts the same arguments and builds the package with the system's dpkg-deb or
 * rpmbuild. With FPM_STORE it does not compress.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { env } from 'node:process'
import { parseArgs } from 'node:util'

const text = { type: 'string' } as const
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    s: { ...text, short: 's' },
    t: { ...text, short: 't' },
    d: { ...text, short: 'd', multiple: true },
    force: { type: 'boolean' },
    'deb-recommends': { ...text, multiple: true },
    'deb-compression': text,
    'deb-priority': text,
    'rpm-os': text,
    'rpm-compression': text,
    'rpm-summary': text,
    architecture: text,
    'after-install': text,
    'after-remove': text,
    description: text,
    version: text,
    package: text,
    name: text,
    maintainer: text,
    vendor: text,
    url: text,
    category: text,
    license: text,
    iteration: text,
  },
})
const value = (name: Exclude<keyof typeof values, 'd' | 'deb-recommends' | 'force'>): string => {
  const given = values[name]
  if (given === undefined) throw new Error(`fpm needs --${name}`)
  return given
}

const folder = mkdtempSync(join(tmpdir(), 'evencast-fpm-'))
const root = join(folder, 'root')
for (const pair of positionals) {
  const [from = '', to = ''] = pair.split('=')
  const target = join(root, to)
  mkdirSync(from.endsWith('/') ? target : dirname(target), { recursive: true })
  if (from.endsWith('/')) cpSync(from, target, { recursive: true, verbatimSymlinks: true })
  else copyFileSync(from, target)
}

const lines = (fields: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(fields)
    .flatMap(([name, field]) => (field ? [`${name}: ${field}`] : []))
    .join('\n')

function deb(): void {
  const control = join(root, 'DEBIAN')
  mkdirSync(control)
  const kib = execFileSync('du', ['-sk', root], { encoding: 'utf8' }).split('\t')[0]
  const [summary = '', ...rest] = value('description').split('\n')
  writeFileSync(
    join(control, 'control'),
    `${lines({
      Package: value('name'),
      Version: value('version'),
      Architecture: value('architecture'),
      Section: values.category ?? 'graphics',
      Priority: value('deb-priority'),
      Maintainer: value('maintainer'),
      'Installed-Size': kib,
      Depends: values.d?.join(', '),
      Recommends: values['deb-recommends']?.join(', '),
      Homepage: value('url'),
      Description: [summary.trim(), ...rest.map((line) => ` ${line.trim() || '.'}`)].join('\n'),
    })}\n`,
  )
  for (const [name, script] of [
    ['postinst', value('after-install')],
    ['postrm', value('after-remove')],
  ] as const) {
    copyFileSync(script, join(control, name))
    chmodSync(join(control, name), 0o755)
  }
  const compression = env.FPM_STORE ? 'none' : value('deb-compression')
  execFileSync('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', root, value('package')])
}

function rpm(): void {
  const spec = join(folder, 'evencast.spec')
  // The program is finished, so a distribution's post-processing of binaries is disabled.
  const define = [
    `_topdir ${folder}`,
    `_rpmdir ${folder}`,
    `_binary_payload ${env.FPM_STORE ? 'w0.gzdio' : 'w3T0.xzdio'}`,
    '__os_install_post %{nil}',
    '_build_id_links none',
  ]
  const tops = [...new Set(positionals.map((pair) => pair.split('=')[1] ?? ''))]
  writeFileSync(
    spec,
    [
      lines({
        Name: value('name'),
        Version: value('version').replaceAll('-', '_'),
        Release: values.iteration ?? '1',
        Summary: value('rpm-summary'),
        License: value('license'),
        Vendor: value('vendor'),
        Packager: value('maintainer'),
        URL: value('url'),
        AutoReqProv: 'no',
        Requires: values.d?.join(', '),
      }),
      '%description',
      value('description'),
      '%post',
      readFileSync(value('after-install'), 'utf8').replaceAll('%', '%%'),
      '%postun',
      readFileSync(value('after-remove'), 'utf8').replaceAll('%', '%%'),
      '%files',
      '%defattr(-,root,root,-)',
      ...tops.map((top) => `"${top}"`),
    ].join('\n'),
  )
  const target = ['--target', value('architecture'), '--buildroot', root]
  execFileSync('rpmbuild', ['-bb', ...define.flatMap((macro) => ['--define', macro]), ...target, spec], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [made = ''] = execFileSync('find', [folder, '-name', '*.rpm'], { encoding: 'utf8' }).split('\n')
  copyFileSync(made, value('package'))
}

try {
  if (value('t') === 'deb') deb()
  else if (value('t') === 'rpm') rpm()
  else throw new Error(`${basename(import.meta.filename)} makes deb and rpm, not ${value('t')}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
