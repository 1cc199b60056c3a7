/**
 * Measures how well faces distinguish people; writes resources/evaluator/common-face.bin (the component common to all faces, from sources
 * other than those of the people measured) and docs/identity.md.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { unpackVectors, cosine, type Vector } from '../src/main/domain/vectors.ts'
import { THRESHOLDS } from '../src/main/domain/thresholds.ts'
import { fetchPackFile } from '../src/main/pretrained/download.ts'
import { unpackFaces } from '../src/main/pretrained/files/unpack-faces.ts'
import { createFindFaces } from '../src/main/pretrained/networks/find-faces.ts'
import { createNetworks } from '../src/main/pretrained/networks/sessions.ts'
import { PACKS } from '../src/main/pretrained/packs.ts'
import { actorFiles, readCsv, requireData, DATA } from './labelled-images.ts'

requireData()

const ROOT = join(import.meta.dirname, '..')
const COMMON = join(ROOT, 'resources/evaluator/common-face.bin')
/** Sources of photographs of many people, none of them used below. */
const COMMON_SOURCES =
  /deepface|vladmandic|LivePortrait|InstantID|IP-Adapter|ControlNet|PhotoMaker|PuLID|SadTalker|openface|facenet/

interface Pictured {
  readonly file: string
  readonly person: string
  /** True for people whose pictures the threshold was chosen with; the others test it. */
  readonly chosenWith: boolean
}

const [archive] = PACKS.faces.files
const folder = join(tmpdir(), 'evencast-faces')
await mkdir(folder, { recursive: true })
if (archive) await unpackFaces({ archive: await fetchPackFile(archive, folder), folder })
const findFaces = createFindFaces(createNetworks())
const facesIn = async (file: string, commonFile: string): Promise<readonly Vector[]> => {
  const [found] = await findFaces({ files: [file], folder, commonFile })
  return found ? unpackVectors(found) : []
}

const photographs = readCsv(join(DATA, 'styles/index.csv')).filter(({ label }) => label === 'photorealistic')
const NONE = join(folder, 'none.bin')
await writeFile(NONE, new Uint8Array())
const others = photographs.filter(({ source = '' }) => COMMON_SOURCES.test(source))
const faces: Vector[] = []
for (const { file = '' } of others) faces.push(...(await facesIn(join(DATA, 'styles', file), NONE)))
const sum = Float64Array.from({ length: faces[0]?.length ?? 0 }, (_, i) =>
  faces.reduce((all, face) => all + face[i]!, 0),
)
await writeFile(COMMON, new Uint8Array(Float16Array.from(sum, (value) => value / faces.length).buffer))

const SERIES = /images\/(amy|bernadette|howard|leonard|penny|raj|sheldon|stuart)\//
const EXAMPLES: readonly (readonly [string, RegExp])[] = [
  ['biden', /biden/],
  ['lacamoire', /lacamoire/],
  ['harington', /johnsnow|kit_har/],
  ['leslie', /rose_leslie/],
]
const persons: Pictured[] = [
  ...actorFiles()
    .filter(({ actor, style, defect }) => /obama|terry/.test(actor) && style === 'photorealistic' && defect === '')
    .map(({ actor, file }) => ({ file, person: actor, chosenWith: actor === 'barack_obama' })),
  ...photographs.flatMap(({ file = '', source_path: path = '' }): Pictured[] => {
    const series = SERIES.exec(path)?.[1]
    const example = EXAMPLES.find(([, pattern]) => pattern.test(path))?.[0]
    const person = series ?? example
    return person === undefined ? [] : [{ file: join(DATA, 'styles', file), person, chosenWith: series !== undefined }]
  }),
]
const seen: (Pictured & { readonly faces: readonly Vector[] })[] = []
const startedMs = performance.now()
for (const picture of persons) seen.push({ ...picture, faces: await facesIn(picture.file, COMMON) })
const eachMs = (performance.now() - startedMs) / persons.length

const nearest = (a: readonly Vector[], b: readonly Vector[]): number =>
  Math.max(...a.flatMap((one) => b.map((other) => cosine(one, other))))

/** Compares every picture with every other one as its base image. */
function pairs(
  of: typeof seen,
  among: typeof seen,
): { readonly own: readonly number[]; readonly other: readonly number[] } {
  const own: number[] = []
  const other: number[] = []
  for (const a of of)
    for (const b of among)
      if (a !== b && a.faces.length > 0 && b.faces.length > 0)
        (a.person === b.person ? own : other).push(nearest(a.faces, b.faces))
  return { own, other }
}

const share = (values: readonly number[], test: (value: number) => boolean): string =>
  `${((values.filter(test).length / Math.max(1, values.length)) * 100).toFixed(1)} %`
const auc = ({ own, other }: ReturnType<typeof pairs>): string => {
  const sorted = other.toSorted((a, b) => a - b)
  const below = own.reduce((all, value) => all + sorted.filter((each) => each < value).length, 0)
  return (below / own.length / other.length).toFixed(3)
}
const [chosen, kept] = [seen.filter(({ chosenWith }) => chosenWith), seen.filter(({ chosenWith }) => !chosenWith)]
const sets = [
  ['the threshold chosen with', pairs(chosen, chosen)],
  ['kept back', pairs(kept, seen)],
] as const
const rows = [-0.1, -0.05, 0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3].map(
  (at) =>
    `| ${at.toFixed(2)} | ${sets.map(([, { own, other }]) => `${share(own, (value) => value < at)} | ${share(other, (value) => value < at)}`).join(' | ')} |`,
)
const { differs, same } = THRESHOLDS.face
const without = seen.filter(({ faces: found }) => found.length === 0).map(({ file }) => basename(file))
const text = `# Identity by faces

Written by \`npm run measure:identity\`; do not edit by hand.

Faces are found by BlazeFace and described by FaceRes, both from the npm package @vladmandic/human 3.3.6, whose networks are rewritten as
ONNX when a user installs them. The package is MIT, BlazeFace and FaceRes are published under Apache 2.0; FaceRes was trained on VGGFace2,
a data set for research, so nothing of it is shipped. What ${faces.length} faces of other sources have in common is taken out first (2 kB, shipped).

Measured on ${seen.length} photographs of ${new Set(seen.map(({ person }) => person)).size} persons, each held against each as if that were the base image; ${Math.round(eachMs)} ms an image on one thread.
No face was found in ${without.length === 0 ? 'none of them' : without.join(', ')}.

| | pairs of one person | of two persons | AUC |
|---|---|---|---|
${sets.map(([name, pair]) => `| ${name} | ${pair.own.length} | ${pair.other.length} | ${auc(pair)} |`).join('\n')}

An image is sent to a person when its nearest face is below ${differs}; two faces are taken for one person's from ${same} on. What that means:

| below | one person's, chosen with | strangers', chosen with | one person's, kept back | strangers', kept back |
|---|---|---|---|---|
${rows.join('\n')}

At ${differs}: ${sets.map(([name, { own, other }]) => `${name}: ${share(own, (value) => value < differs)} of the pairs of one person, ${share(other, (value) => value < differs)} of strangers`).join('; ')}.
`
await writeFile(join(ROOT, 'docs/identity.md'), text)
console.log(text)
