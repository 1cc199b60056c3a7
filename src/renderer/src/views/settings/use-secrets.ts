import { useEffect, useState } from 'react'
import type { SecretName, SecretView } from '../../../../main/contract/secrets.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { notify } from '../../base/ui/notify.ts'
import { saving } from '../../model/library/change-settings.ts'

export interface KnownSecrets {
  /** Null until the core has answered. */
  readonly of: (name: SecretName) => SecretView | null
  /** Stores a key, or removes it with null; the value is not kept here. Resolves to the reason of a refusal, or null. */
  readonly set: (name: SecretName, value: string | null) => Promise<string | null>
}

/** Stored keys as the core reports them: where each one comes from, never the key itself. */
export function useSecrets(): KnownSecrets {
  const [views, setViews] = useState<readonly SecretView[]>([])
  useEffect(() => {
    let current = true
    void outcome(api.secrets.list()).then((answer) => {
      if (!current) return
      if (answer.ok) setViews(answer.value)
      else notify('error', answer.problem.message)
    })
    return () => {
      current = false
    }
  }, [])
  return {
    of: (name) => views.find((view) => view.name === name) ?? null,
    async set(name, value) {
      const answer = await saving(outcome(api.secrets.set({ name, value })))
      if (answer.ok) setViews(answer.value)
      return answer.ok ? null : answer.problem.message
    },
  }
}
