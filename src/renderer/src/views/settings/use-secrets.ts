import { useEffect, useState } from 'react'
import type { SecretName, SecretView } from '../../../../main/contract/secrets.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { notify } from '../../base/ui/notify.ts'
import { saving } from '../../model/library/change-settings.ts'

export interface KnownSecrets {
  /** Null until the core has said what it has. */
  readonly of: (name: SecretName) => SecretView | null
  /** Null forgets the stored key. The value is passed on and kept nowhere. Answers why it was refused; null: it was not. */
  readonly set: (name: SecretName, value: string | null) => Promise<string | null>
}

/** What the core has of keys: where each one comes from, never the key. */
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
