import { join } from 'node:path'
import { nodeProcess } from '../../src/main/kit/node-process.ts'
import type { CalledProcess, ProcessEvents, StartProcess } from '../../src/main/kit/process-pool.ts'
import { keptFolder } from './kept.ts'

const decoderFile = join(import.meta.dirname, 'keeping-decoder-child.ts')

interface Decoder {
  readonly process: CalledProcess
  /** Of the core that has it now. */
  events: ProcessEvents | null
  unanswered: number
}

const spare: Decoder[] = []

/** The app's decoder, told where pictures are kept: nothing else of the environment reaches it. */
function start(): Decoder {
  const decoder: Decoder = {
    process: nodeProcess(
      decoderFile,
      keptFolder(),
    )({
      answer(message) {
        decoder.unanswered -= 1
        decoder.events?.answer(message)
      },
      ended() {
        const at = spare.indexOf(decoder)
        if (at >= 0) spare.splice(at, 1)
        decoder.events?.ended()
      },
    }),
    events: null,
    unanswered: 0,
  }
  return decoder
}

/** A decoder that a core ends while it has nothing to do is the next core's: starting one takes longer than most of what it is asked. */
const startDecoder: StartProcess = (events) => {
  const decoder = spare.pop() ?? start()
  decoder.events = events
  return {
    send(call) {
      decoder.unanswered += 1
      decoder.process.send(call)
    },
    kill() {
      if (decoder.events !== events) return
      if (decoder.unanswered > 0) return decoder.process.kill()
      decoder.events = null
      spare.push(decoder)
      queueMicrotask(events.ended)
    },
  }
}

export const TEST_DECODER = { decoderFile, startDecoder }
