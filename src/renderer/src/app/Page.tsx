import { FleetPage } from '../fleet/FleetPage.tsx'
import { ActorPane } from '../gallery/ActorPane.tsx'
import { SearchPage } from '../search/SearchPage.tsx'
import { useView } from './view-store.ts'

/** What fills the window beside the sidebar. */
export function Page() {
  const page = useView((state) => state.page)
  switch (page) {
    case 'gallery':
      return <ActorPane />
    case 'fleet':
      return <FleetPage />
    case 'search':
      return <SearchPage />
  }
}
