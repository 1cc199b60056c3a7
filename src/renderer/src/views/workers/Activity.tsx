import type { FleetEventView } from '../../../../main/contract/fleet.ts'
import { breakable, day, when } from '../../base/strings/format.ts'
import { strings } from '../../base/strings/index.ts'

interface ActivityProps {
  /** Newest first. */
  readonly events: readonly FleetEventView[]
  /** Shows only actors whose id contains this. */
  readonly find: string
}

/** Recent events of the fleet, with the worker or person behind each. */
export function Activity({ events, find }: ActivityProps) {
  const { workers } = strings
  const part = find.trim().toLowerCase()
  const shown = part === '' ? events : events.filter(({ actorId }) => actorId?.toLowerCase().includes(part))
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
    <div className="workers-activity" role="region" aria-label={workers.activity} tabIndex={0}>
      {shown.length === 0 && (
        <p className="workers-none soft">{part === '' ? workers.noEvents : workers.noEventsFound}</p>
      )}
      <ol>
        {shown.map((event) => (
          <li key={event.id}>
            <time className="num soft" dateTime={event.at} title={when(event.at)}>
              {day(event.at)}
            </time>
            <span>{breakable(workers.event(event))}</span>
            <span className="ellipsis soft" title={event.who ?? undefined}>
              {event.who}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}
