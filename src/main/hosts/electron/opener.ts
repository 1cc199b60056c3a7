import type { Dialog } from 'electron'
import { messageOf } from '../../domain/error.ts'
import type { Asked } from './arguments.ts'
import { folderOfLink } from './deep-link.ts'

/** Opens the folder or link of a start, a second start or the system, and shows an error when that fails. */
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

  /** A link is untrusted, so the user has to confirm it. */
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
