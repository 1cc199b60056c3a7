import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { captionOfAnswer, isRefusal } from '../../src/main/domain/caption/answer.ts'
import { oneLine } from '../../src/main/domain/caption/caption.ts'
import { CAPTION_FORMS } from '../../src/main/domain/caption/template.ts'
import { cropOf, cropPixels, WHOLE } from '../../src/main/domain/crop.ts'
import { readOwnTarget } from '../../src/main/domain/own-target.ts'
import { isObject } from '../../src/main/domain/read-entry.ts'
import { recognise } from '../../src/main/library/open.ts'
import { isPlainName } from '../../src/main/domain/naming.ts'
import { readManifest } from '../../src/main/domain/read-manifest.ts'
import { parsePrompts } from '../../src/main/generation/prompts/library.ts'
import { readOperations } from '../../src/main/history/read-operations.ts'
import { createActionPlans } from '../../src/main/library/action-plans.ts'
import { readActorRecord } from '../../src/main/library/snapshots/schema.ts'
import { createSnapshotStore } from '../../src/main/library/snapshots/store.ts'
import { createTrash } from '../../src/main/library/trash.ts'
import { type OpenPayment, takeLine } from '../../src/main/runs/payment.ts'
import { json, readMaker, readOptions, readStep } from '../../src/main/runs/read-row.ts'
import { readSettingsFile } from '../../src/main/settings/settings-file.ts'
import { LOCK_FILE, readLock } from '../../src/main/training/lock.ts'
import { readTraining, TRAINING_FILE } from '../../src/main/training/training-record.ts'

export interface Target {
  readonly name: string
  /** A valid document. */
  readonly seed: string
  /** Parses a document. Refusing it is fine; an invalid result makes it throw. */
  readonly check: (text: string) => unknown
}

const place = { actorId: 'ann', filename: 'ann_1.jpg' }
const crop = { x: 0.1, y: 0, width: 0.5, height: 0.75, rotate: 90, mirror: true, straighten: -1.5 }
const entry = { filename: 'ann_1.jpg', type: 'bw_stylized', seed: 7, note: { mine: [1, 2] }, crop, group_part: 'ab' }
const counts = { photorealistic: 1, bw_stylized: 0, color_stylized: 0 }
const item = {
  id: 't1',
  actor_id: 'ann',
  original: 'actors/ann/training_data/ann_1.jpg',
  filename: 'ann_1.jpg',
  deleted_at: '2026-11-22T10:00:00.000Z',
  bytes: 3,
}

const TRAINING = {
  version: 1,
  service: 'replicate',
  state: 'succeeded',
  destination: 'me/ann',
  zip_sha256: 'a'.repeat(64),
  source_url: 'https://api.replicate.com/v1/files/f1',
  steps: 1000,
  asked_at: '2026-11-22T10:00:00.000Z',
  training_id: 't1',
  estimated_usd: 1.83,
  cost_usd: 1.83,
  limit_usd: null,
  ended_at: null,
  note: null,
  weights: 'ann-t1.tar',
}
const LOCK = {
  version: 1,
  made_with: 'Evencast',
  state: 'whole',
  trainer: 'kohya',
  name: 'ann',
  trigger: 'ohwx',
  class_word: 'woman',
  target: counts,
  settings: { resolution: 1024 },
  subsets: [],
  images: [],
  files: { '1_ann/0001.jpg': 'b'.repeat(64) },
}

const demandPlain = (...names: readonly (string | null | undefined)[]): void => {
  for (const name of names)
    if (typeof name === 'string' && !isPlainName(name)) throw new TypeError(`${JSON.stringify(name)} got through.`)
}

/** Throws unless an accepted crop is inside its image, whatever its size. */
function demandInside(entry: { readonly crop?: unknown }): void {
  const found = cropOf(entry)
  const { left, top, width, height } = cropPixels(found ?? WHOLE, 640, 480)
  const inside = left >= 0 && top >= 0 && width > 0 && height > 0 && left + width <= 640 && top + height <= 480
  if (!inside) throw new TypeError(`A crop of ${JSON.stringify(found)}.`)
}

/** Creates a target for every parser of untrusted data. `close` removes their files. */
export async function createTargets(): Promise<{ readonly targets: readonly Target[]; close(): Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'evencast-fuzz-'))
  await mkdir(join(root, '.evencast/trash/t1'), { recursive: true })
  await mkdir(join(root, 'action_plans'))
  await mkdir(join(root, 'actors/ann/training_data'), { recursive: true })
  await writeFile(join(root, 'actors/ann/training_data/ann_1.jpg'), 'x')
  const plans = createActionPlans(root)
  const trash = createTrash(root)
  const snapshots = createSnapshotStore(root)
  await snapshots.begin()
  const at = (path: string, text: string) => writeFile(join(root, path), text)
  const targets: readonly Target[] = [
    {
      name: 'manifest.json',
      seed: JSON.stringify({
        version: 1,
        actor_id: 'ann',
        updated_at: '',
        owner: 'x',
        images: [entry, { ...entry, filename: 'ann_2.jpg' }],
      }),
      check(text) {
        const { images } = readManifest(text, 'ann').manifest
        demandPlain(...images.map(({ filename }) => filename))
        images.forEach(demandInside)
      },
    },
    {
      name: 'action plan',
      seed: JSON.stringify({
        version: 1,
        actor_id: 'ann',
        created_at: '',
        fingerprint: 'x',
        target: counts,
        current: counts,
        deletions: [{ filename: 'ann_1.jpg', reason: 'blur' }],
        generations: [{ type: 'bw_stylized', prompt_id: 'p', prompt: 'x', aspect_ratio: '1:1' }],
      }),
      async check(text) {
        await at('action_plans/ann_action_plan.json', text)
        const found = await plans.read('ann')
        demandPlain(...(found?.plan.deletions ?? []).map(({ filename }) => filename))
      },
    },
    {
      name: 'trash item',
      seed: JSON.stringify(item),
      async check(text) {
        await at('.evencast/trash/t1/item.json', text)
        const found = await trash.find('t1')
        demandPlain(found?.filename, ...(found?.original.split('/') ?? []))
      },
    },
    {
      name: 'settings',
      seed: '{"total":5,"shares":{"photorealistic":1,"bw_stylized":1,"color_stylized":1}}',
      async check(text) {
        await at('settings.json', text)
        await readSettingsFile(join(root, 'settings.json'), new Date())
      },
    },
    {
      name: 'actor.json',
      seed: '{"subject":"a woman","gender":"female","age":30,"name":"Ann","target":{"total":20,"photorealistic":13,"bw_stylized":4,"color_stylized":3}}',
      async check(text) {
        await at('actors/ann/actor.json', text)
        const { actors } = await recognise(root)
        if (actors.length !== 1) throw new TypeError('The actor is gone.')
        const value = json(text)
        const target = readOwnTarget(isObject(value) ? value['target'] : undefined)
        if (target?.problem === null && (target.total ?? 1) < 1) throw new TypeError(`A target of ${target.total}.`)
      },
    },
    {
      name: 'progress',
      seed: '{"command":"plan","total":2,"completed":["ann"],"failed":[{"actor_id":"bo","error":"x"}],"percent":100,"updated_at":""}',
      async check(text) {
        await at('action_plans/progress.json', text)
        const found = await plans.readProgress()
        for (const id of found?.completed ?? []) if (typeof id !== 'string') throw new TypeError('No id.')
      },
    },
    {
      name: 'record of a training',
      seed: JSON.stringify(TRAINING),
      async check(text) {
        await at(TRAINING_FILE, text)
        const record = await readTraining(root)
        demandPlain(record?.weights, record?.training_id, ...(record?.destination.split('/') ?? []))
      },
    },
    {
      name: 'lock of an export',
      seed: JSON.stringify(LOCK),
      async check(text) {
        await at(LOCK_FILE, text)
        const lock = await readLock(root)
        demandPlain(...Object.keys(lock?.files ?? {}).flatMap((name) => name.split('/')))
      },
    },
    {
      name: 'prompts',
      seed: '[{"id":"x","type":"bw_stylized","prompt":"y"}]',
      check: (text) => parsePrompts(text, 'x.json'),
    },
    {
      name: 'snapshot',
      seed: JSON.stringify({
        version: 1,
        id: 's1',
        name: 'good',
        at: '2026-11-22T10:00:00.000Z',
        automatic: false,
        images: 1,
        bytes: 3,
        new_bytes: 3,
        actors: [{ actor_id: 'ann', record: 'a'.repeat(64) }],
      }),
      async check(text) {
        await at('.evencast/snapshots/s1.json', text)
        for (const { id, actors } of await snapshots.list())
          demandPlain(id, ...actors.flatMap((actor) => [actor.actor_id, actor.record]))
      },
    },
    {
      name: 'record of a snapshot',
      seed: JSON.stringify({
        version: 1,
        actor_id: 'ann',
        manifest: null,
        files: [{ name: 'ann_1.jpg', sha256: 'a'.repeat(64), bytes: 3, stamp: '3:1:1:1' }],
      }),
      check(text) {
        const record = readActorRecord(text)
        demandPlain(record.actor_id, record.manifest, ...record.files.flatMap((file) => [file.name, file.sha256]))
      },
    },
    {
      name: 'history row',
      seed: JSON.stringify([
        { kind: 'label', ...place, before: {}, after: { type: 'bw_stylized', classified_by: 'human' } },
        { kind: 'move', ...place, to: place, entry, entryThere: entry },
        { kind: 'crop', ...place, before: null, after: crop },
        {
          kind: 'restore',
          ...place,
          outId: 't1',
          content: { trashId: 't2', sha256: 'a'.repeat(64) },
          before: entry,
          after: null,
        },
      ]),
      check(text) {
        for (const operation of readOperations(text) ?? []) {
          demandPlain(operation.actorId, operation.filename)
          if (operation.kind === 'crop') demandInside({ crop: operation.after })
        }
      },
    },
    {
      name: 'a model’s caption',
      seed: 'Sure! Here is a caption:\n\n“**Caption:** a drawing of [trigger] woman, red_hat, in the rain.”\n\nLet me know.',
      check(text) {
        for (const form of CAPTION_FORMS) {
          const answer = captionOfAnswer(text, form)
          if (answer.kind !== 'caption') continue
          if (answer.text === '' || answer.text !== oneLine(answer.text) || isRefusal(answer.text))
            throw new TypeError(`${JSON.stringify(answer.text)} became a caption.`)
        }
      },
    },
    {
      name: 'run row',
      seed: JSON.stringify({
        runId: 'r',
        n: 0,
        actorId: 'ann',
        stepId: 's',
        state: 'intended',
        error: null,
        undone: false,
        kind: 'delete',
        payload: { filename: 'ann_1.jpg', type: null, reason: 'blur', detail: '' },
        filename: 'ann_1.jpg',
        label: null,
        entry,
      }),
      check(text) {
        readMaker(text)
        readOptions(text)
        const row = json(text)
        const step = readStep({ ...(typeof row === 'object' ? row : {}), runId: 'r', n: 0 })
        demandPlain(step.actorId, step.filename)
      },
    },
    {
      name: 'journal of payments',
      seed: JSON.stringify({
        event: 'asked',
        at: '2026-11-22T10:00:00.000Z',
        run_id: 'r',
        n: 0,
        attempt: 0,
        actor_id: 'ann',
        filename: 'ann_7.jpg',
        generator: 'replicate',
        model: 'a/b',
        price_usd: 0.04,
        step: { type: 'bw_stylized', prompt_id: 'p', prompt: 'x', aspect_ratio: '1:1' },
      }),
      check(text) {
        const open = new Map<string, OpenPayment>()
        for (const line of text.split('\n')) takeLine(open, line)
        for (const { actorId, filename, model } of open.values()) demandPlain(actorId, filename, ...model.split('/'))
      },
    },
  ]
  return { targets, close: () => rm(root, { recursive: true, force: true }) }
}
