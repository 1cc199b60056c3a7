/** The functions that run in the worker pool, by name. Each takes one structured-cloneable argument. */
export { judge } from './domain/judge.ts'
export { judgeMany } from './evaluation/judge-many.ts'
export { inspect } from './evaluation/local/inspect.ts'
export { measure } from './evaluation/local/measure.ts'
export { render } from './generation/local/render.ts'
