import sharp from 'sharp'
import { serveCalls } from '../kit/serve-calls.ts'
import { functions } from './functions.ts'

// Images are decoded in parallel, one per process, so further threads within a process would only compete.
sharp.concurrency(1)
serveCalls(functions)
