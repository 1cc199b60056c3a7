import type { Progress } from '../../app.ts'
import { printable } from './printable.ts'
import { size } from './table.ts'

export interface ProgressLine {
  show(progress: Progress): void
  /** Removes the line, so that other output starts on an empty one. */
  clear(): void
}

interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

const TTY_INTERVAL_MS = 100
/** Least time between two lines in a log. The last line is always written. */
const LOG_INTERVAL_MS = 5000

export function describe({ phase, done, total, etaSeconds, costUsd, bytes }: Progress): string {
  // Rounding down never shows 100 % before the end.
  const count = total > 0 ? ` ${done}/${total} (${Math.floor((100 * done) / total)} %)` : ''
  const left = etaSeconds === null || done >= total ? '' : `, about ${duration(etaSeconds)} left`
  const cost = costUsd ? `, $${costUsd.toFixed(2)} so far` : ''
  const moved = bytes && bytes.total > 0 ? `, ${size(bytes.done)} of ${size(bytes.total)}` : ''
  return `${phase}${count}${moved}${left}${cost}`
}

export function duration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.round(whole / 60)} min`
  return `${(whole / 3600).toFixed(1)} h`
}

/** Shows progress as one updating line on a terminal, and as occasional lines elsewhere. */
export function createProgressLine(output: Output, nowMs: () => number = Date.now): ProgressLine {
  const tty = output.isTTY === true
  let shownAtMs = -Infinity
  let drawn = false
  return {
    show(progress) {
      if (progress.phase === '') return
      const last = progress.total > 0 && progress.done >= progress.total
      if (!last && nowMs() - shownAtMs < (tty ? TTY_INTERVAL_MS : LOG_INTERVAL_MS)) return
      shownAtMs = nowMs()
      const text = printable(describe(progress))
      if (!tty) return void output.write(`${text}\n`)
      drawn = true
      output.write(`\r\u001b[K${text.slice(0, (output.columns ?? 80) - 1)}`)
    },
    clear() {
      if (drawn) output.write('\r\u001b[K')
      drawn = false
    },
  }
}
