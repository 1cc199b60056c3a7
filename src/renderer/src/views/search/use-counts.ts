import { useEffect, useMemo, useState } from 'react'
import { matcherOf } from '../../../../main/domain/filter/match.ts'
import { parseFilter } from '../../../../main/domain/filter/parse.ts'
import type { Image } from '../../model/images/image.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'

/** Number of images per filter; a filter without a count is missing. */
export type Counts = ReadonlyMap<string, number>

const UNKNOWN: Counts = new Map()

/** Counts within the loaded images. */
export function useCountsHere(images: readonly Image[], filters: readonly string[], wanted: boolean): Counts {
  const key = filters.join('\n')
  return useMemo(() => {
    if (!wanted) return UNKNOWN
    return new Map(
      key.split('\n').flatMap((filter): readonly [string, number][] => {
        const parsed = parseFilter(filter)
        return parsed.ok ? [[filter, images.filter(matcherOf(parsed.filter)).length]] : []
      }),
    )
  }, [images, key, wanted])
}

/** Counts within the whole library. */
export function useCountsEverywhere(filters: readonly string[], wanted: boolean): Counts {
  const [counts, setCounts] = useState(UNKNOWN)
  const key = filters.filter((filter) => parseFilter(filter).ok).join('\n')
  useEffect(() => {
    if (!wanted || key === '') return undefined
    let current = true
    const asked = key.split('\n')
    void outcome(api.images.count({ filters: asked })).then((answer) => {
      if (current && answer.ok) setCounts(new Map(asked.map((filter, at) => [filter, answer.value[at] ?? 0])))
    })
    return () => {
      current = false
    }
  }, [key, wanted])
  return counts
}

const NO_PROMPTS: readonly string[] = []

/** Returns prompt ids for completion. */
export function usePrompts(wanted: boolean): readonly string[] {
  const [prompts, setPrompts] = useState(NO_PROMPTS)
  useEffect(() => {
    if (!wanted || prompts !== NO_PROMPTS) return
    void outcome(api.images.prompts()).then((answer) => {
      if (answer.ok) setPrompts(answer.value)
    })
  }, [wanted, prompts])
  return prompts
}
