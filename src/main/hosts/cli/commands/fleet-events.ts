import type { FleetEventView } from '../../../contract/fleet.ts'
import { eventInWords } from '../../../domain/fleet-event.ts'
import type { Outcome } from '../outcome.ts'
import { table, usd } from '../table.ts'

export const EVENTS_SHOWN = 50

const localTime = (iso: string): string => {
  const at = new Date(iso)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19).replace('T', ' ')
}

/** Adds events to the status, the newest last as in a log. */
export function withEvents(status: Outcome, events: readonly FleetEventView[]): Outcome {
  const inOrder = events.toReversed()
  const rows = inOrder.map((event) => [localTime(event.at), eventInWords(event, usd), event.who ?? ''])
  return {
    ...status,
    report: {
      ...(status.report as object),
      events: inOrder.map(({ id: _, run, actorId, ...event }) => ({ ...event, run_id: run, actor_id: actorId })),
    },
    lines: [
      ...status.lines,
      '',
      ...(rows.length === 0
        ? ['Nothing has happened yet.']
        : table(['time', 'event', 'by'], rows, ['left', 'left', 'left'])),
    ],
  }
}
