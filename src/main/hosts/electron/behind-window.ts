/** Most of the program, which a window does not need to load its page. A separate chunk lets both load at the same time. */
export { RPCHandler } from '@orpc/server/message-port'
export { createCore } from '../../app.ts'
export { createRouter } from '../../router.ts'
export { decoderProcess } from './decoder-process.ts'
export { offerFolders } from './folders.ts'
export { secondStart } from './second-start.ts'
