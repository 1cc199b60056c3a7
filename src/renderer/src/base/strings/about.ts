export const about = {
  command: 'About Evencast',
  title: 'About Evencast',
  version: (version: string) => `Version ${version}`,
  promise: 'Free software under the MIT licence. Your images stay on this computer unless you choose a service.',
  log: 'Log',
  showLog: 'Show log',
  licences: 'Licences of the software in it',
  loading: 'Loading licences…',
  updates: 'Check for new versions',
  updatesHint:
    'Asks github.com for the latest version, and nothing else. Downloads and installs only after you say so.',
  offer: 'Check for new versions of Evencast?',
  yes: 'Check automatically',
  no: 'Don’t check',
} as const

export const crash = {
  title: 'Something went wrong in this window',
  text: 'Your images and edits are safe. What happened is in the log.',
  reload: 'Reload the window',
} as const
