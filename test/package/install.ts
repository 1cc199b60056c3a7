import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { getuid } from 'node:process'
import type { Packed } from './pack.ts'

/** Files of an installed Evencast, with any installer. */
const NEEDED = [
  '/opt/Evencast/evencast',
  '/opt/Evencast/resources/app.asar',
  '/opt/Evencast/resources/licences.txt',
  '/usr/share/applications/evencast.desktop',
  ...[16, 32, 48, 64, 128, 256, 512].map((size) => `/usr/share/icons/hicolor/${size}x${size}/apps/evencast.png`),
]
const COMMANDS = {
  deb: {
    install: 'dpkg --force-depends -i "$1"',
    list: 'dpkg -L evencast',
    remove: 'dpkg --force-depends --purge evencast',
  },
  rpm: {
    install: 'mkdir -p /var/lib/rpm && rpm -i --nodeps "$1"',
    list: 'rpm -ql evencast',
    remove: 'rpm -e evencast',
  },
} as const

/** Prints the lines that the desktop needs: the entry's program, its file types, and the command. */
const LOOK = `grep -E '^(Exec|MimeType|Name|Icon|Categories)=' /usr/share/applications/evencast.desktop
readlink -f /usr/bin/evencast`

/** Overlays a temporary layer on this machine's files: installed files exist only there and disappear afterwards. */
const SCRATCH = `set -e
mount -t tmpfs -o size=2g scratch "$0"
mkdir "$0/up" "$0/work" "$0/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$0/up,workdir=$0/work" "$0/root"
mkdir -p "$0/root/proc" && mount --rbind /proc "$0/root/proc" && mount --rbind /dev "$0/root/dev"
exec chroot "$0/root" bash -c "$2" - "$1"`

interface Tried {
  readonly line: string
  readonly problems: readonly string[]
}

/** Installs with the system's own tool into a scratch root, where its scripts run as for users, then lists and removes the package. */
export function tryInstallers({ installers, missing }: Packed, folder: string): readonly Tried[] {
  if (process.platform !== 'linux' || getuid?.() !== 0)
    return [{ line: 'installers: built and not installed, which takes Linux and root', problems: [] }]
  return [
    ...missing.map((line) => ({ line, problems: [] })),
    ...installers.map(({ kind, file }): Tried => {
      const { install, list, remove } = COMMANDS[kind]
      const script = `set -e
cp "$1" /pkg >/dev/null; ${install.replace('"$1"', '/pkg')} >&2
echo LIST; ${list}; echo LOOK; ${LOOK}; ${remove} >&2
echo LEFT; ls -d /opt/Evencast /usr/bin/evencast /usr/share/applications/evencast.desktop 2>/dev/null || true`
      const root = join(folder, `scratch-${kind}`)
      mkdirSync(root)
      const { status, stdout, stderr } = spawnSync('unshare', ['-m', 'sh', '-c', SCRATCH, root, file, script], {
        encoding: 'utf8',
        maxBuffer: 1 << 26,
      })
      if (status !== 0) return { line: `${kind}: FAILED`, problems: [`${kind} could not be installed: ${stderr}`] }
      const [listed = '', rest = ''] = stdout.split('LIST\n')[1]?.split('LOOK\n') ?? []
      const [look = '', left = ''] = rest.split('LEFT\n')
      const files = listed.trim().split('\n')
      const wrong = [
        ...NEEDED.filter((path) => !files.includes(path)).map((path) => `${kind} does not install ${path}`),
        ...[
          'inode/directory',
          'x-scheme-handler/evencast',
          'Exec=/opt/Evencast/evencast %U',
          '/opt/Evencast/evencast\n',
        ]
          .filter((part) => !look.includes(part))
          .map((part) => `${kind}: the desktop does not find ${part.trim()}`),
        ...(left.trim() === '' ? [] : [`${kind} leaves behind ${left.trim().replaceAll('\n', ', ')}`]),
      ]
      return { line: `${kind}: built, installed with ${files.length} files, removed without a trace`, problems: wrong }
    }),
  ]
}
