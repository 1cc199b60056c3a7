/** `npm run check`: what a commit has to pass before its tests are run. `npm run fix` mends what can be mended by itself. */
import { runChecks, runFixes } from './checks.ts'

const ok = process.argv.includes('--fix') ? await runFixes() : (await runChecks()).every((check) => check.ok)
process.exitCode = ok ? 0 : 1
