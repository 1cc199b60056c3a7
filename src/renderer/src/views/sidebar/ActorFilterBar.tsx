import { Menu } from '@base-ui/react/menu'
import { ArrowDownWideNarrow, Check, ListFilter, Search } from 'lucide-react'
import { useMemo } from 'react'
import { strings } from '../../base/strings/index.ts'
import { IconButton, Kbd } from '../../base/ui/Button.tsx'
import { count } from '../../base/strings/format.ts'
import { MenuPortal } from '../../base/ui/MenuPortal.tsx'
import { filterActors, searchActors, sortActors, useActorQuery, useActors } from '../../model/library/actors-store.ts'
import { focusActors, SEARCH_ID } from '../../model/window/element-ids.ts'
import { type ActorFilter, type ActorSort, fleetOf } from '../../model/library/actor-filter.ts'

const FILTERS: readonly ActorFilter[] = ['all', 'unassessed', 'unbalanced', 'balanced', 'failed', 'running']
const SORTS: Readonly<Record<ActorSort, string>> = { gap: strings.actors.sortGap, name: strings.actors.sortName }

function Choice({ value, label, aside }: { readonly value: string; readonly label: string; readonly aside?: string }) {
  return (
    <Menu.RadioItem value={value} className="menu-item" closeOnClick>
      <span className="menu-check">
        <Menu.RadioItemIndicator>
          <Check size={14} />
        </Menu.RadioItemIndicator>
      </span>
      {label}
      {aside !== undefined && <small className="num">{aside}</small>}
    </Menu.RadioItem>
  )
}

export function ActorFilterBar() {
  const query = useActorQuery()
  const byId = useActors((state) => state.byId)
  const fleet = useMemo(() => fleetOf([...byId.values()]), [byId])
  return (
    <div className="actor-filter">
      <div className="actor-search">
        <Search size={14} aria-hidden />
        <input
          id={SEARCH_ID}
          type="search"
          aria-label={strings.actors.search}
          placeholder={strings.actors.search}
          value={query.text}
          spellCheck={false}
          onChange={(event) => searchActors(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' || event.key === 'Enter') {
              event.preventDefault()
              focusActors()
            }
            if (event.key !== 'Escape') return
            searchActors('')
            event.currentTarget.blur()
          }}
        />
        {query.text === '' && <Kbd>/</Kbd>}
      </div>
      <Menu.Root>
        <Menu.Trigger
          render={
            <IconButton
              label={`${strings.actors.filter}: ${strings.actors.states[query.filter]}`}
              data-on={query.filter !== 'all' || undefined}
            >
              {query.filter === 'all' ? <ListFilter size={16} /> : <ArrowDownWideNarrow size={16} />}
            </IconButton>
          }
        />
        <MenuPortal>
          <Menu.Positioner align="end" sideOffset={6} className="menu-positioner">
            <Menu.Popup className="menu">
              <Menu.Group>
                <Menu.GroupLabel className="menu-label">{strings.actors.filter}</Menu.GroupLabel>
                <Menu.RadioGroup value={query.filter} onValueChange={(value: ActorFilter) => filterActors(value)}>
                  {FILTERS.map((filter) => (
                    <Choice
                      key={filter}
                      value={filter}
                      label={strings.actors.states[filter]}
                      aside={count(filter === 'all' ? fleet.actors : fleet.byState[filter])}
                    />
                  ))}
                </Menu.RadioGroup>
              </Menu.Group>
              <Menu.Separator className="menu-separator" />
              <Menu.Group>
                <Menu.GroupLabel className="menu-label">{strings.actors.sort}</Menu.GroupLabel>
                <Menu.RadioGroup value={query.sort} onValueChange={(value: ActorSort) => sortActors(value)}>
                  <Choice value="gap" label={SORTS.gap} />
                  <Choice value="name" label={SORTS.name} />
                </Menu.RadioGroup>
              </Menu.Group>
            </Menu.Popup>
          </Menu.Positioner>
        </MenuPortal>
      </Menu.Root>
    </div>
  )
}
