import { InvalidArgumentError, Option, type Command } from 'commander'
import { alike } from '../../../domain/caption/alike.ts'
import { BASE_MODELS, type BaseModel, TRAINERS, type TrainerName } from '../../../domain/training/trainer.ts'
import { percentSeen } from '../../../domain/training/repeats.ts'
import { EvencastError } from '../../../domain/error.ts'
import { warningSentences } from '../../../operations/export/warning-sentences.ts'
import { type CheckedSet, checkExport } from '../../../operations/export/check-export.ts'
import type { ExportedActor, ExportRequest } from '../../../operations/export/export-actors.ts'
import type { AddCommand } from '../frame.ts'
import { actorsAndLibrary, type ActorFlags, maxCostOption } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import { plural, table } from '../table.ts'
import { addTrain, trainExported } from './export-train.ts'
import { addCompare, bucketsOutcome } from './export-versions.ts'

interface Flags extends ActorFlags {
  readonly for?: TrainerName
  readonly as?: string
  readonly to?: string
  readonly trigger?: string
  readonly class?: string
  readonly baseModel?: BaseModel
  readonly resolution?: number
  readonly batchSize?: number
  readonly format?: 'keep' | 'jpg' | 'png'
  readonly quality?: number
  readonly background?: string
  readonly masks?: true
  readonly reg?: string
  readonly missingCaptions?: 'template' | 'leave-out'
  readonly link?: true
  readonly train?: true
  readonly yes?: true
  readonly maxCost?: number
  readonly destination?: string
}

const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text)
    if (!/^\d+$/.test(text) || number < least || number > most)
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
    return number
  }

export const addExport: AddCommand = (program, frame) => {
  const command: Command = program
    .command('export')
    .description('write training sets for a trainer; each of several actors gets its own folder')
    .argument('[words...]', 'actors, and the library where it is not ./data')
    .option('--actor-id <id...>', 'these actors')
    .option('--all', 'every actor of the library')
    .addOption(new Option('--for <trainer>', 'the trainer').choices(TRAINERS))
    .option(
      '--to <place>',
      'a new folder or an earlier export of the same; NAME.zip for one archive; a store such as s3://bucket/prefix',
    )
    .option('--as <name>', 'the name of this version of the set, for `export compare`')
    .option('--trigger <word>', 'the trigger word (actor.json: trigger; else ohwx)')
    .option('--class <word>', 'the class word, such as woman (actor.json: class)')
    .addOption(new Option('--base-model <name>', 'the base model to train').choices(BASE_MODELS))
    .addOption(
      new Option('--resolution <px>', 'side of the square that images are trained at').argParser(whole(64, 4096)),
    )
    .addOption(new Option('--batch-size <n>', 'images per step').argParser(whole(1, 64)))
    .addOption(new Option('--format <name>', 'image format').choices(['keep', 'jpg', 'png']))
    .addOption(new Option('--quality <n>', 'quality of JPEGs that have to be written').argParser(whole(1, 100)))
    .option('--background <colour>', 'colour behind transparency, such as #ffffff')
    .option('--masks', 'turn transparency and mask files into masks, for trainers that support them')
    .option('--reg <folder>', 'folder of regularization images, used in place')
    .addOption(
      new Option(
        '--missing-captions <way>',
        'for images without a caption: write one from a template, or leave them out',
      ).choices(['template', 'leave-out']),
    )
    .option('--link', 'share unchanged images with the library instead of copying them')
    .option('--train', 'start the training (replicate only): price first; see `export train`')
    .option('--destination <owner/name>', 'with --train: the model to add a version to')
    .addOption(maxCostOption())
    .option('-y, --yes', 'with --train: do not ask for confirmation of the price')
    .option('--json', 'print one JSON document on stdout and nothing else')
    .action((words: readonly string[], flags: Flags) => {
      const { to } = flags
      if (to === undefined) throw new EvencastError('BAD_INPUT', 'Choose a folder: --to FOLDER.')
      const { library, actors } = actorsAndLibrary(words, flags)
      if (flags.train && trainerOf(flags) !== 'replicate')
        throw new EvencastError(
          'BAD_INPUT',
          `${trainerOf(flags)} is started by the command in the README of its export.`,
        )
      return frame.withLibrary({ library }, async (opened, options, core) => {
        const chosen = actors ?? ((await opened.status()).actors.length === 1 ? 'all' : null)
        if (chosen === null)
          throw new EvencastError('BAD_INPUT', 'Choose actors: their ids, or --all for the whole library.')
        const exported = await opened.export(chosen, { ...requestOf(flags), to, ...options })
        const outcome = exportOutcome(exported, trainerOf(flags))
        const dirs = exported.flatMap((set) => (set.problem === null && set.exported ? [set.exported.dir] : []))
        return flags.train ? trainExported({ frame, core, options, outcome, dirs }, flags) : outcome
      })
    })

  command
    .command('check')
    .description('check whether a trainer accepts a folder or zip, whoever made it')
    .argument('<folder>', 'the training set')
    .action(async (folder: string, _flags: object, self: Command) => {
      const flags = self.optsWithGlobals<Flags>()
      const trainer = trainerOf(flags)
      const { signal } = frame.terminal
      await frame.withCore({}, async ({ lookAt }) =>
        checkOutcome(
          await checkExport(folder, trainer, {
            lookAt,
            trigger: flags.trigger ?? null,
            baseModel: flags.baseModel,
            batchSize: flags.batchSize,
            signal,
          }),
          trainer,
        ),
      )
    })
  command
    .command('buckets')
    .description('show what a trainer will see of each image: bucket, scale and cut')
    .argument('[words...]', 'an actor, and the library where it is not ./data')
    .action((words: readonly string[], _flags: object, self: Command) => {
      const flags = self.optsWithGlobals<Flags>()
      const { library, actors } = actorsAndLibrary(words, {})
      const [actorId] = actors === 'all' || actors === null ? [] : actors
      if (actorId === undefined) throw new EvencastError('BAD_INPUT', 'Name the actor.')
      const request = requestOf(flags)
      return frame.withLibrary({ library }, async (opened, { signal }) =>
        bucketsOutcome(await opened.buckets(actorId, { ...request, signal })),
      )
    })
  addCompare(command, frame)
  addTrain(command, frame)
  return command
}

function trainerOf({ for: trainer }: Flags): TrainerName {
  if (trainer) return trainer
  throw new EvencastError('BAD_INPUT', `Choose the trainer: --for ${TRAINERS.join('|')}.`)
}

const requestOf = (flags: Flags): Omit<ExportRequest, 'to'> => ({
  trainer: trainerOf(flags),
  label: flags.as,
  trigger: flags.trigger,
  classWord: flags.class,
  baseModel: flags.baseModel,
  resolution: flags.resolution,
  batchSize: flags.batchSize,
  format: flags.format,
  quality: flags.quality,
  background: flags.background,
  masks: flags.masks,
  regularisation: flags.reg,
  missingCaptions: flags.missingCaptions,
  links: flags.link,
})

const ALIGN = ['left', 'left', 'right', 'right', 'right'] as const

function exportOutcome(actors: readonly ExportedActor[], trainer: TrainerName): Outcome {
  const report = actors.map(({ actorId, exported, gathered, findings, problem }) => ({
    actor_id: actorId,
    dir: exported?.dir ?? null,
    trigger: gathered?.set.trigger ?? null,
    images: exported?.lock.images.length ?? 0,
    subsets: exported?.lock.subsets ?? [],
    captions: gathered && {
      written: gathered.captions.written,
      from_template: gathered.captions.fromKnown,
      trigger_added: gathered.captions.triggerAdded,
      alike: alike(gathered.set.images.map(({ caption: text }) => ({ text }))).length,
    },
    refused: refusedOf({ exported, gathered }),
    left_out: gathered?.leftOut ?? [],
    files: Object.keys(exported?.lock.files ?? {}),
    findings,
    steps: exported?.layout.steps ?? null,
    error: problem,
  }))
  const failed = report.some(({ error, refused }) => error !== null || refused.length > 0)
  const rows = report.flatMap(({ actor_id, subsets }) => {
    const percent = percentSeen(subsets)
    return subsets.map(({ style, images, repeats }, i) => [
      actor_id,
      style,
      String(images),
      String(repeats),
      `${percent[i]} %`,
    ])
  })
  const made = report.filter(({ dir }) => dir !== null)
  return {
    report: { trainer, actors: report },
    failed,
    notes: report.flatMap((each) => notesOf(each)),
    lines: [
      ...(rows.length > 0 ? [...table(['actor', 'style', 'images', 'repeats', 'seen'], rows, ALIGN), ''] : []),
      ...made.map(
        ({ actor_id, images, dir, trigger }) =>
          `${actor_id}: ${plural(images, 'image')} for ${trainer}, trigger word ${trigger}, in ${dir}`,
      ),
      ...(made.length > 0 ? ['The command that starts the training is in README.md there.'] : []),
    ],
  }
}

const refusedOf = ({ exported, gathered }: Pick<ExportedActor, 'exported' | 'gathered'>) => [
  ...(gathered?.refused ?? []),
  ...(exported?.refused ?? []),
]

function notesOf(each: {
  readonly actor_id: string
  readonly refused: readonly { filename: string; why: string }[]
  readonly left_out: readonly { filename: string; why: string }[]
  readonly captions: { readonly from_template: number; readonly trigger_added: number; readonly alike: number } | null
  readonly findings: CheckedSet['findings']
  readonly error: string | null
}): readonly string[] {
  const { actor_id: actor, captions } = each
  return [
    ...each.refused.map(({ filename, why }) => `${actor}: ${filename} is refused: it ${why}.`),
    ...each.left_out.map(({ filename, why }) => `${actor}: ${filename} is left out: ${why}.`),
    ...(captions && captions.from_template > 0
      ? [`${actor}: ${plural(captions.from_template, 'image')} without a caption got one from a template.`]
      : []),
    ...(captions && captions.trigger_added > 0
      ? [`${actor}: the trigger word was put before ${plural(captions.trigger_added, 'caption')}.`]
      : []),
    ...(captions && captions.alike > 0
      ? [
          `${actor}: ${captions.alike} images have the same caption as another: what tells them apart is learnt as part of the character.`,
        ]
      : []),
    ...warningSentences(each.findings).map((said) => `${actor}: ${said}`),
    ...(each.error === null ? [] : [`${actor}: ${each.error}`]),
  ]
}

const sentence = ({ file, detail }: CheckedSet['findings'][number]): string =>
  file === null ? detail : `${file} ${detail}`

function checkOutcome(sets: readonly CheckedSet[], trainer: TrainerName): Outcome {
  const ok = sets.every((set) => set.ok)
  const report = {
    ok,
    trainer,
    sets: sets.map(({ dir, ok: good, images, trained, findings }) => ({ dir, ok: good, images, trained, findings })),
    findings: sets.flatMap(({ findings }) => findings),
  }
  return {
    report,
    failed: !ok,
    lines: sets.flatMap(({ dir, images, trained, findings }) => [
      ...findings.map((finding) => `${finding.severity === 'error' ? 'Error' : 'Warning'}: ${sentence(finding)}`),
      `${dir}: ${trained} of ${plural(images, 'image')} will be trained by ${trainer}; ${plural(findings.filter(({ severity }) => severity === 'error').length, 'error')}, ${plural(findings.filter(({ severity }) => severity === 'warning').length, 'warning')}.`,
    ]),
  }
}
