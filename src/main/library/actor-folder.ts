import { join } from 'node:path'
import { z } from 'zod'
import { EvencastError } from '../domain/error.ts'
import { readJsonIfThere } from './json-file.ts'
import type { IgnoreRules } from './ignore-file.ts'
import { ABOUT_FILE, actorPlaces, type ActorFolder } from './layout.ts'
import type { FolderContents } from './folder-contents.ts'

const About = z.record(z.string(), z.unknown())

export const ABOUT_PROBLEMS = ['it is not a JSON object', 'it cannot be read'] as const

/** Returns an actor's folder from its listing. Problems of reading it are not reported here, but by the scan of the actor. */
export async function actorFolder(
  { root, ignores }: { readonly root: string; readonly ignores: IgnoreRules },
  actorId: string,
  dir: string,
  seen: FolderContents | null,
): Promise<ActorFolder> {
  const places = actorPlaces(root, actorId, dir, seen !== null && !seen.hasTraining && seen.images > 0, ignores)
  return seen?.hasAbout ? { ...places, ...(await readAbout(dir)) } : { ...places, about: null }
}

async function readAbout(dir: string): Promise<Pick<ActorFolder, 'about' | 'aboutProblem'>> {
  try {
    return { about: await readJsonIfThere(join(dir, ABOUT_FILE), About) }
  } catch (error) {
    const isOther = error instanceof EvencastError && error.code === 'BAD_INPUT'
    return { about: null, aboutProblem: ABOUT_PROBLEMS[isOther ? 0 : 1] }
  }
}
