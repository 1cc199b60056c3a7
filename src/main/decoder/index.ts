import sharp from 'sharp'
import { serveCalls } from '../kit/serve-calls.ts'
import { functions } from './functions.ts'

// Images are decoded side by side, a process each: threads within one would only be in each other's way.
sharp.concurrency(1)
serveCalls(functions)
