import type { RPCHandler } from '@orpc/server/message-port'
import type { IpcMain } from 'electron'
import { isOurPage } from './page.ts'

/** Answers calls on every port that our page sends; a reloaded page sends a new one. Messages wait in the port until `handler` resolves. */
export function acceptPorts(ipcMain: IpcMain, handler: Promise<RPCHandler<Record<never, never>>>): void {
  ipcMain.on('rpc-port', ({ ports: [port], senderFrame }) => {
    if (!port) return
    if (!isOurPage(senderFrame)) return port.close()
    void handler.then((rpc) => {
      rpc.upgrade(port, { context: {} })
      port.start()
    })
  })
}
