/**
 * `npm run fuzz -- [rounds] [seed]`: gives every parser of untrusted data this many corrupted documents (10,000), deterministic for the
 * seed (1). Prints a line per parser; exits with 1 when one crashed or accepted a path outside.
 */
import { fuzz } from '../test/fuzz/run.ts'

const [rounds = 10_000, seed = 1] = process.argv.slice(2).map(Number)
const results = await fuzz(seed, rounds)
for (const { name, tried, wrong } of results) {
  console.log(`${name.padEnd(22)} ${String(tried).padStart(7)} tried, ${wrong.length} let in or brought down`)
  for (const one of wrong.slice(0, 5)) console.error(`  seed ${seed}: ${one.slice(0, 500)}`)
}
console.log(`${results.reduce((sum, { tried }) => sum + tried, 0)} documents, ${results.length} parsers`)
if (results.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1
