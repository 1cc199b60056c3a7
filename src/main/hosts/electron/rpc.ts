import { RPCHandler } from '@orpc/server/message-port'
import type { IpcMain } from 'electron'
import type { createRouter } from '../../router.ts'
import { isOurPage } from './page.ts'

/** Answers calls on every port that our page sends; a page that is reloaded sends a new one. */
export function acceptPorts(ipcMain: IpcMain, router: ReturnType<typeof createRouter>): void {
  const rpc = new RPCHandler(router)
  ipcMain.on('rpc-port', ({ ports: [port], senderFrame }) => {
    if (!port) return
    if (!isOurPage(senderFrame)) return port.close()
    rpc.upgrade(port, { context: {} })
    port.start()
  })
}
