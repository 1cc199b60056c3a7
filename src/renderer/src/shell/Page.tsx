import { ActorsPage } from '../views/all-actors/ActorsPage.tsx'
import { ActorPane } from '../views/actor/ActorPane.tsx'
import { SearchPage } from '../views/search/SearchPage.tsx'
import { useView } from '../model/window/view-store.ts'

/** The page beside the sidebar. */
export function Page() {
  const page = useView((state) => state.page)
  switch (page) {
    case 'gallery':
      return <ActorPane />
    case 'all-actors':
      return <ActorsPage />
    case 'search':
      return <SearchPage />
  }
}
