import { hostname } from 'node:os'
import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import { EvencastError, systemCode } from '../../domain/error.ts'

type Values = readonly unknown[]

export interface Sql {
  /** Returns the parsed rows of one statement. */
  rows<T>(shape: z.ZodType<T>, text: string, values?: Values): Promise<T[]>
  /** Returns the number of rows that one statement changed. */
  run(text: string, values?: Values): Promise<number>
  /** This connection in pg-boss's form, so that jobs are written in the same transaction. */
  readonly forJobs: { executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> }
}

export interface Database extends Sql {
  /** Runs a transaction. `idleS`: seconds without a statement after which the server ends it and releases its locks. */
  transaction<T>(work: (sql: Sql) => Promise<T>, idleS?: number): Promise<T>
  /** Calls `onNotice` for every notification on the channel until it is closed; reopens a lost connection. */
  listen(channel: string, onNotice: () => void): Promise<() => void>
  close(): Promise<void>
}

const CONNECTIONS = 8
const LOOPBACK = /^(|localhost|127(\.\d+){3}|\[::1\]|\/.*)$/
const ENCRYPTED = /^(require|verify-ca|verify-full)$/
const RECONNECT_MS = 1000
/** Idle limit of transactions, because a worker that is suspended in one, or loses its network, must not block the others. */
const IDLE_S = 10

/** Throws BAD_INPUT for an invalid PostgreSQL address, and for a remote one without encryption. */
export function checkAddress(address: string): void {
  const url = URL.parse(address)
  if (!url || !/^postgres(ql)?:$/.test(url.protocol))
    throw new EvencastError(
      'BAD_INPUT',
      'The fleet’s address must be like postgres://user@host/database?sslmode=verify-full.',
    )
  // Without a host in the address, the driver uses that of the environment.
  const host = url.searchParams.get('host') || url.hostname || process.env['PGHOST'] || ''
  if (!LOOPBACK.test(host) && !ENCRYPTED.test(url.searchParams.get('sslmode') ?? ''))
    throw new EvencastError(
      'BAD_INPUT',
      `${host} would be sent its password without encryption. Add ?sslmode=verify-full to the fleet’s address.`,
    )
}

/**
 * Limits for a window's connections and those of a worker's jobs, which must not hang on a connection that was lost silently. A worker's
 * other statements may wait for locks without limit.
 */
export const BOUNDED = { query_timeout: 15_000, keepAlive: true } as const
/** Limits for heartbeats. A failed one must be repeated before the worker counts as dead. */
export const BEATS = { ...BOUNDED, connectionTimeoutMillis: 2000, query_timeout: 2000 } as const

interface Limits {
  readonly connectionTimeoutMillis?: number
  readonly query_timeout?: number
  readonly keepAlive?: boolean
}

/** Opens a connection pool; the only place that loads the driver. */
export async function connect(address: string, connections = CONNECTIONS, limits: Limits = {}): Promise<Database> {
  checkAddress(address)
  const { default: pg } = await import('pg')
  const types = {
    // Counts and millionths of a dollar stay far below 2^53.
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format),
  }
  // The host name tells from which machine a command came, unless the address sets another name.
  const reached = {
    application_name: hostname(),
    connectionString: address,
    connectionTimeoutMillis: 10_000,
    ...limits,
  }
  const pool: Pool = new pg.Pool({ ...reached, max: connections, types })
  // A connection that breaks while idle is replaced at the next call.
  pool.on('error', () => {})
  const sql = sqlOn(pool)
  return {
    ...sql,
    async transaction(work, idleS = IDLE_S) {
      const client = await pool.connect().catch(explain)
      const within = sqlOn(client)
      let broken = false
      // When a connection breaks between two statements, the next statement throws.
      const onError = () => void (broken = true)
      client.on('error', onError)
      try {
        await within.run(`BEGIN; SET LOCAL idle_in_transaction_session_timeout = '${idleS}s'`)
        const result = await work(within)
        await within.run('COMMIT')
        return result
      } catch (error) {
        await client.query('ROLLBACK').catch(() => (broken = true))
        throw error
      } finally {
        client.off('error', onError)
        client.release(broken)
      }
    },
    async listen(channel, onNotice) {
      let closed = false
      let client: InstanceType<typeof pg.Client> | null = null
      let again: NodeJS.Timeout | undefined
      const close = () => {
        closed = true
        clearTimeout(again)
        void client?.end().catch(() => {})
      }
      const open = async (): Promise<void> => {
        const next = new pg.Client(reached)
        next.on('notification', onNotice)
        next.on('error', () => {})
        next.on('end', () => {
          if (!closed) again = setTimeout(() => void open().catch(() => {}), RECONNECT_MS)
        })
        client = next
        await next.connect()
        await next.query(`LISTEN ${channel}`)
        onNotice()
      }
      await open().catch((error: unknown) => {
        close()
        explain(error)
      })
      return close
    },
    close: () => pool.end(),
  }
}

function sqlOn(on: Pool | PoolClient): Sql {
  const query = (text: string, values: Values = []) => on.query(text, [...values]).catch(explain)
  return {
    async rows(shape, text, values) {
      return z.array(shape).parse((await query(text, values)).rows)
    },
    run: async (text, values) => (await query(text, values)).rowCount ?? 0,
    // The result is passed on unchanged; for several statements at once it is a list.
    forJobs: { executeSql: query },
  }
}

/** Creates the error for a database without a fleet. */
export const noFleet = (): EvencastError =>
  new EvencastError('NOT_FOUND', 'This database holds no fleet yet. Run “evencast fleet init” first.')

/** Throws a driver error in plain words. The server's messages hold no password, but its address is left out anyway. */
function explain(error: unknown): never {
  const code = systemCode(error)
  const away = code.startsWith('E') || /^(08|57P|25P03)/.test(code) || code === '' || code === '53300'
  if (code === '42P01') throw noFleet()
  if (code === '28P01' || code === '28000')
    throw new EvencastError('BAD_INPUT', 'PostgreSQL refused the user or password of the fleet’s address.')
  if (code === '3D000')
    throw new EvencastError(
      'BAD_INPUT',
      'PostgreSQL has no database of the name in the fleet’s address. Create it first.',
    )
  if (/CERT|VERIFY/.test(code))
    throw new EvencastError(
      'BAD_INPUT',
      `The certificate of PostgreSQL is not trusted (${code}). Name its authority with sslrootcert= in the fleet’s address.`,
    )
  if (!away) throw error
  throw new EvencastError(
    'UNAVAILABLE',
    `PostgreSQL cannot be reached (${code || 'connection lost'}). Check the fleet’s address and the server.`,
    {
      cause: error,
    },
  )
}
