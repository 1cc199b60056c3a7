import { Menu } from '@base-ui/react/menu'
import { ArrowDownWideNarrow, ListFilter, Search } from 'lucide-react'
import { useMemo } from 'react'
import { strings } from '../../base/strings/index.ts'
import { IconButton, Kbd } from '../../base/ui/Button.tsx'
import { count } from '../../base/strings/format.ts'
import { MenuChoice } from '../../base/ui/MenuChoice.tsx'
import { MenuPortal } from '../../base/ui/MenuPortal.tsx'
import { filterActors, searchActors, sortActors, useActorQuery, useActors } from '../../model/library/actors-store.ts'
import { focusActors, SEARCH_ID } from '../../model/window/element-ids.ts'
import { type ActorFilter, type ActorSort, totalsOf } from '../../model/library/actor-filter.ts'

const FILTERS: readonly ActorFilter[] = ['all', 'unassessed', 'unbalanced', 'balanced', 'failed', 'running']
const SORTS: readonly { readonly value: ActorSort; readonly label: string }[] = [
  { value: 'gap', label: strings.actors.sortGap },
  { value: 'name', label: strings.actors.sortName },
]

export function ActorFilterBar() {
  const query = useActorQuery()
  const byId = useActors((state) => state.byId)
  const totals = useMemo(() => totalsOf([...byId.values()]), [byId])
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
              <MenuChoice
                label={strings.actors.filter}
                value={query.filter}
                options={FILTERS.map((filter) => ({
                  value: filter,
                  label: strings.actors.states[filter],
                  aside: count(filter === 'all' ? totals.actors : totals.byState[filter]),
                }))}
                onChoose={filterActors}
              />
              <Menu.Separator className="menu-separator" />
              <MenuChoice label={strings.actors.sort} value={query.sort} options={SORTS} onChoose={sortActors} />
            </Menu.Popup>
          </Menu.Positioner>
        </MenuPortal>
      </Menu.Root>
    </div>
  )
}
