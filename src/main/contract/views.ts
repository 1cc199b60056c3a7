/** View models: what a renderer sees. Images, actors, folders and runs are named by id; no path ever crosses. */
export * from './views/actors.ts'
export * from './views/history.ts'
export * from './views/images.ts'
export * from './views/library.ts'
export * from './views/plans.ts'
export * from './views/runs.ts'
export * from './views/store.ts'
export * from './views/words.ts'
