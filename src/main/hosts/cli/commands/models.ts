import type { ModelView } from '../../../contract/models.ts'
import { type PackId, PACK_IDS } from '../../../domain/pack-ids.ts'
import { EvencastError } from '../../../domain/error.ts'
import type { AddCommand } from '../frame.ts'
import type { Outcome } from '../outcome.ts'
import { size, table } from '../table.ts'

interface InstallFlags {
  readonly from?: string
  readonly yes?: true
}

const NAME = ['<model>', PACK_IDS.join(' or ')] as const

function packIdOf(name: string): PackId {
  const id = PACK_IDS.find((each) => each === name)
  if (id === undefined)
    throw new EvencastError('BAD_INPUT', `There is no model “${name}”. Write ${PACK_IDS.join(' or ')}.`)
  return id
}

export const addModels: AddCommand = (program, frame) => {
  const models = program.command('models').description('optional models that run on this machine')

  models
    .command('list')
    .description('list the models with size, licence and state')
    .action(() => frame.withCore({}, async (core) => listed(await core.models.list())))

  models
    .command('install')
    .description('download a model, or continue a download that stopped')
    .argument(...NAME)
    .option('--from <address or folder>', 'a mirror, or a folder that holds the files')
    .option('-y, --yes', 'do not ask for confirmation')
    .action((name: string, { from, yes }: InstallFlags) => {
      const id = packIdOf(name)
      return frame.withCore({}, async (core) => {
        const model = (await core.models.list()).find((each) => each.id === id)
        if (!model || model.state === 'installed') return listed(await core.models.list())
        const { ask, signal } = frame.terminal
        const about = `${model.title}, ${size(model.bytes)}, licence: ${model.licence}, from ${model.source}`
        if (!yes && !ask)
          throw new EvencastError(
            'BAD_INPUT',
            `There is no terminal to ask for confirmation. Add --yes to install ${about}.`,
          )
        if (!yes && !(await ask?.(`Install ${about}?`))) return listed(await core.models.list())
        frame.note(`Installing ${about}.`)
        await core.models.install(id, { from: from ?? core.settings().values.modelMirror, signal })
        return listed(await core.models.list())
      })
    })

  models
    .command('remove')
    .description('delete a model from this machine')
    .argument(...NAME)
    .action((name: string) => {
      const id = packIdOf(name)
      return frame.withCore({}, async (core) => listed(await core.models.remove(id)))
    })
}

function listed(models: readonly ModelView[]): Outcome {
  const rows = models.map(({ id, title, state, bytes, bytesOnDisk, licence, source }) => [
    id,
    title,
    state === 'partial'
      ? `partly, ${size(bytesOnDisk)}`
      : state === 'installed'
        ? `installed, ${size(bytesOnDisk)}`
        : 'not installed',
    size(bytes),
    licence,
    source,
  ])
  return {
    report: models,
    lines: table(['model', 'network', 'here', 'download', 'licence', 'source'], rows, [
      'left',
      'left',
      'left',
      'right',
      'left',
      'left',
    ]),
  }
}
