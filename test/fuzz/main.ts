/** `node test/fuzz/main.ts SEED ROUNDS`: runs every parser on this many corrupted documents and prints the findings as JSON. */
import { fuzz } from './run.ts'

const [, , seed = '1', rounds = '10000'] = process.argv
const results = await fuzz(Number(seed), Number(rounds))
console.log(JSON.stringify(results.map(({ name, tried, wrong }) => ({ name, tried, wrong: wrong.slice(0, 5) }))))
