import { error, type Finding } from './check.ts'
import type { ConfigFile } from './config-file.ts'
import { isTable, keyFindings, type Keys, type Table, tables } from './config-keys.ts'

/** Reads the layout that the configurations of kohya and musubi share: the general table, the datasets, and findings at the top. */
export function datasetsIn(
  { file, table }: ConfigFile,
  keys: Keys,
  stops: string,
): { readonly general: Table; readonly datasets: readonly Table[]; readonly findings: readonly Finding[] } {
  const general = isTable(table['general']) ? table['general'] : {}
  const datasets = tables(table['datasets'])
  const unknown = Object.keys(table).filter((key) => key !== 'general' && key !== 'datasets')
  const none = error('config-empty', file, 'has no [[datasets]]: there is nothing to train on.')
  const findings = [
    ...unknown.map((key) => error('config-key', file, `${key} is no key at the top: ${stops}.`)),
    ...keyFindings(general, keys, file, '[general]', stops),
    ...(datasets.length === 0 ? [none] : []),
  ]
  return { general, datasets, findings }
}
