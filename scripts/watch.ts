/** `npm run test:watch [-- files]`: runs unit tests again whenever their sources change. */
import { runProgram } from './checks.ts'

process.exitCode = (await runProgram('vitest/vitest.mjs', ['--project=unit', ...process.argv.slice(2)])) ? 0 : 1
