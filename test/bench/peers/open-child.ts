/** Opens a library and prints what that took: `node open-child.ts CONFIG_DIR LIBRARY`. */
import { opened } from '../open.ts'

const [configDir = '', library = ''] = process.argv.slice(2)
const opening = await opened(configDir, library)
console.log(JSON.stringify({ ...opening, memoryMb: process.memoryUsage().rss / 1e6 }))
