import { bytes } from './format.ts'

export const models = {
  title: 'Local models',
  intro: 'Optional. Each is downloaded once and then works on this computer, offline. Nothing is sent anywhere.',
  names: { pictures: 'Search by words', faces: 'Identity by faces' },
  purposes: {
    pictures:
      'Finds images by words or by example, groups images that show the same, and helps to tell drawings from photographs.',
    faces: 'Compares the faces in photographs with the base images, and tells the persons in a set apart.',
  },
  about: (title: string, size: number) => `${title} · ${bytes(size)}`,
  licence: 'Licence',
  source: 'Source',
  states: {
    absent: 'not installed',
    partial: (received: number, of: number) => `${bytes(received)} of ${bytes(of)} downloaded`,
    installing: (received: number, of: number) => `Downloading: ${bytes(received)} of ${bytes(of)}`,
    installed: (size: number) => `installed, ${bytes(size)}`,
  },
  install: (size: number) => `Download ${bytes(size)}`,
  resume: 'Resume download',
  fromFolder: 'Install from folder…',
  stop: 'Pause',
  remove: 'Remove',
  label: (action: string, name: string) => `${action}: ${name}`,
  mirror: 'Download from',
  mirrorHint: 'A mirror that has the same files. Checksums are verified either way. Blank: the publisher.',
  mirrorBad: 'Enter an address such as https://mirror.example.',
} as const
