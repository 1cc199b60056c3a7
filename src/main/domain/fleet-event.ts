/** Kinds of events in a fleet. */
export const FLEET_EVENTS = [
  'started',
  'taken',
  'taken over',
  'planned',
  'approved',
  'publishing',
  'undone',
  'stopped',
  'resumed',
  'done',
  'failed',
  'cancelled',
  'paused',
  'continued',
  'limit',
  'joined',
  'left',
] as const
type FleetEventKind = (typeof FLEET_EVENTS)[number]

export interface FleetEvent {
  readonly kind: FleetEventKind
  /** Null when the event concerns several actors or none. */
  readonly actorId: string | null
  readonly actors: number
  /** For `planned` the estimated cost, for `done` the actual cost, for `limit` the new limit. */
  readonly usd: number | null
  /** Why it stopped or failed; for `taken over`, from which worker. */
  readonly note: string | null
}

/** Describes an event, without its author. */
export function eventInWords(event: FleetEvent, money: (usd: number) => string): string {
  const { kind, actorId, actors, usd, note } = event
  const about = (words: string) =>
    `${actorId ?? (actors === 1 ? '1 actor' : `${actors.toLocaleString('en')} actors`)}: ${words}`
  const costs = usd === null || usd === 0 ? '' : `, ${kind === 'planned' ? 'about ' : ''}${money(usd)}`
  switch (kind) {
    case 'taken':
      return about('taken by a worker')
    case 'taken over':
      return about(`taken over from ${note ?? 'another worker'}`)
    case 'publishing':
      return about('uploading')
    case 'undone':
      return about('upload undone')
    case 'stopped':
    case 'failed':
      return about(note === null ? kind : `${kind}. ${note}`)
    case 'planned':
    case 'done':
      return about(`${kind}${costs}`)
    case 'paused':
      return 'Fleet paused'
    case 'continued':
      return 'Fleet resumed'
    case 'limit':
      return usd === null ? 'Limit removed' : `Limit set to ${money(usd)}`
    case 'joined':
      return 'Worker started'
    case 'left':
      return 'Worker stopped'
    case 'started':
    case 'approved':
    case 'resumed':
    case 'cancelled':
      return about(kind)
  }
}
