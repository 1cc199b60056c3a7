/** `npm run check`: the checks that a commit must pass before its tests run. `npm run fix` fixes what can be fixed automatically. */
import { runChecks, runFixes } from './checks.ts'

const ok = process.argv.includes('--fix') ? await runFixes() : (await runChecks()).every((check) => check.ok)
process.exitCode = ok ? 0 : 1
