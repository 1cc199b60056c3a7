/** Number of durations in the moving average. */
const WINDOW = 20

const DELETION_SECONDS = 0.05

type Work = 'delete' | 'generate'

/** Estimates the remaining time from a simple moving average per kind of step. */
export interface Pace {
  took(work: Work, seconds: number): void
  etaSeconds(left: { readonly deletions: number; readonly generations: number }): number
}

export function createPace(secondsPerImage: number, concurrency: number): Pace {
  const recent: Record<Work, number[]> = { delete: [], generate: [] }
  const average = (work: Work, guess: number): number => {
    const seconds = recent[work]
    return seconds.length === 0 ? guess : seconds.reduce((sum, one) => sum + one, 0) / seconds.length
  }
  return {
    took(work, seconds) {
      recent[work] = [...recent[work], seconds].slice(-WINDOW)
    },
    etaSeconds({ deletions, generations }) {
      const making =
        (generations * average('generate', secondsPerImage)) / Math.max(1, Math.min(concurrency, generations))
      return making + deletions * average('delete', DELETION_SECONDS)
    },
  }
}
