/** What a window can do without while it loads its page: most of the program. A chunk of its own, so that both load at once. */
export { RPCHandler } from '@orpc/server/message-port'
export { createCore } from '../../app.ts'
export { createRouter } from '../../router.ts'
export { decoderProcess } from './decoder-process.ts'
export { offerFolders } from './folders.ts'
export { secondStart } from './second-start.ts'
