import { create } from 'zustand'
import { type Order, type Sort, SORTS } from '../../../../main/domain/image-order.ts'
import { lasting, recall, remember } from '../window/view-store.ts'

/** `comfortable`: wide gaps, and file names on tiles; `compact`: as many images as possible. */
export type Density = 'comfortable' | 'compact'

/** `fill`: crops each image to its square tile; `whole`: shows all of it. */
export type Thumbnails = 'fill' | 'whole'

interface ArrangementState {
  readonly order: Order
  readonly density: Density
  readonly thumbnails: Thumbnails
}

const ORDER = 'evencast.order'
const DENSITY = 'evencast.density'
const THUMBNAILS = 'evencast.thumbnails'

function storedOrder(): Order {
  const [by, direction] = (recall(lasting, ORDER) ?? '').split(' ')
  const sort = SORTS.find((each) => each === by)
  return sort ? { by: sort, descending: direction === 'descending' } : { by: 'name', descending: false }
}

/** Order and density of images in lanes and results; this window remembers them. */
export const useArrangement = create<ArrangementState>()(() => ({
  order: storedOrder(),
  density: recall(lasting, DENSITY) === 'compact' ? 'compact' : 'comfortable',
  thumbnails: recall(lasting, THUMBNAILS) === 'whole' ? 'whole' : 'fill',
}))

function setOrder(order: Order): void {
  useArrangement.setState({ order })
  remember(lasting, ORDER, `${order.by} ${order.descending ? 'descending' : 'ascending'}`)
}

/** Sets the order with its usual direction: highest quality and newest first, least sure first. */
export const sortBy = (by: Sort): void => setOrder({ by, descending: by === 'quality' || by === 'date' })

export function turnOrder(): void {
  const { order } = useArrangement.getState()
  setOrder({ ...order, descending: !order.descending })
}

export function setDensity(density: Density): void {
  useArrangement.setState({ density })
  remember(lasting, DENSITY, density)
}

export function setThumbnails(thumbnails: Thumbnails): void {
  useArrangement.setState({ thumbnails })
  remember(lasting, THUMBNAILS, thumbnails)
}
