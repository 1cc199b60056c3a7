/** Folders and files that operating systems, file managers and network drives create. Compared without regard to case. */
const FOLDERS = new Set([
  // Synology, QNAP and other network drives
  '@eadir',
  '@tmp',
  '@syno',
  '#recycle',
  '#snapshot',
  '~snapshot',
  '@recycle',
  '@recently-snapshot',
  'network trash folder',
  'temporary items',
  // Windows
  '$recycle.bin',
  'recycler',
  'recycled',
  'system volume information',
  'msocache',
  'found.000',
  // Linux and macOS; hidden folders need no entry
  'lost+found',
  '__macosx',
  'icon\r',
  // Tools
  'node_modules',
  '__pycache__',
])
const FILES = new Set(['thumbs.db', 'ehthumbs.db', 'ehthumbs_vista.db', 'desktop.ini', 'picasa.ini', 'icon\r'])
const SUFFIXES = ['@synoeastream', '@synoresource', '.ds_store']

/** Returns true for a folder of the system, and for hidden folders, which are not scanned either. */
export const isSystemFolder = (name: string): boolean => name.startsWith('.') || FOLDERS.has(name.toLowerCase())

/** Returns true for a file of the system: thumbnail stores, resource forks, hidden files. */
export function isSystemFile(name: string): boolean {
  const folded = name.toLowerCase()
  return name.startsWith('.') || FILES.has(folded) || SUFFIXES.some((suffix) => folded.endsWith(suffix))
}
