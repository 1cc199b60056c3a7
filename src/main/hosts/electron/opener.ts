import type { Dialog } from 'electron'
import { messageOf } from '../../domain/error.ts'
import type { Asked } from './arguments.ts'
import { folderOfLink } from './deep-link.ts'

/** Opens what a start, a second start or the system asks for; says so when that cannot be. */
export function createOpener(dialog: Pick<Dialog, 'showMessageBox'>, open: (path: string) => Promise<unknown>) {
  const fail = (detail: string) =>
    dialog.showMessageBox({ type: 'error', message: 'The folder could not be opened.', detail })

  async function folder(path: string): Promise<void> {
    try {
      await open(path)
    } catch (error) {
      await fail(messageOf(error))
    }
  }

  /** Whoever wrote the link, the user decides. */
  async function link(address: string): Promise<void> {
    const path = folderOfLink(address)
    if (path === null) return void (await fail('The link does not name a folder on this computer.'))
    const { response } = await dialog.showMessageBox({
      type: 'question',
      message: 'Open this folder in Evencast?',
      detail: path,
      buttons: ['Open', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
    })
    if (response === 0) await folder(path)
  }

  return {
    async asked({ folder: path, link: address }: Asked): Promise<void> {
      if (path) await folder(path)
      else if (address) await link(address)
    },
  }
}
