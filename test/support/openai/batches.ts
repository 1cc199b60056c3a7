import { complete, type ChatOptions } from './chat.ts'
import type { Fault } from './faults.ts'
import { isObject } from './validate.ts'

interface StoredFile {
  readonly id: string
  readonly name: string
  readonly bytes: Buffer
  readonly purpose: string
}

interface Batch {
  readonly id: string
  readonly input: string
  readonly metadata: unknown
  polls: number
  status: string
  output: string | null
  errors: string | null
  readonly counts: { total: number; completed: number; failed: number }
}

export interface BatchOptions {
  /** Number of polls until a batch is done. */
  readonly polls: number
  /** Final status. An expired batch delivers the first half of its lines. */
  readonly end: 'completed' | 'failed' | 'expired'
  readonly mostBytes: number
  readonly fault: (line: number) => Fault | null
}

/** Creates files and batches in memory. A batch is processed, in reverse order, at the poll that finishes it. */
export function createBatches(chat: ChatOptions, options: BatchOptions) {
  const files = new Map<string, StoredFile>()
  const batches = new Map<string, Batch>()
  const spent = { input: 0, output: 0, requests: 0 }
  const invalid: string[] = []
  let ids = 0

  const store = (name: string, bytes: Buffer, purpose: string): StoredFile => {
    const file = { id: `file-${++ids}`, name, bytes, purpose }
    files.set(file.id, file)
    return file
  }

  const create = (body: unknown): { readonly status: number; readonly body: unknown } => {
    const wrong = chat.validate('batch', body)
    if (wrong !== null || !isObject(body)) {
      invalid.push(`batch: ${wrong}`)
      return {
        status: 400,
        body: { error: { message: wrong, type: 'invalid_request_error', param: null, code: null } },
      }
    }
    const input = files.get(String(body['input_file_id']))
    if (input === undefined || input.purpose !== 'batch' || input.bytes.length > options.mostBytes) {
      const message = `No usable input file (${input?.bytes.length ?? 0} bytes, at most ${options.mostBytes}).`
      invalid.push(message)
      return {
        status: 400,
        body: { error: { message, type: 'invalid_request_error', param: 'input_file_id', code: null } },
      }
    }
    const total = input.bytes.toString().trim().split('\n').length
    const batch: Batch = {
      id: `batch_${++ids}`,
      input: input.id,
      metadata: body['metadata'] ?? null,
      polls: 0,
      status: 'validating',
      output: null,
      errors: null,
      counts: { total, completed: 0, failed: 0 },
    }
    batches.set(batch.id, batch)
    return { status: 200, body: view(batch) }
  }

  const work = async (batch: Batch): Promise<void> => {
    const input = files.get(batch.input)
    const lines = (input?.bytes.toString().trim().split('\n') ?? []).map((line): unknown => JSON.parse(line))
    const [done, failed]: [unknown[], unknown[]] = [[], []]
    const seen = new Set<string>()
    const within = options.end === 'expired' ? Math.ceil(lines.length / 2) : lines.length
    for (const [i, line] of lines.entries()) {
      const wrong = chat.validate('line', line)
      if (wrong !== null || !isObject(line)) throw new Error(`line ${i}: ${wrong}`)
      const id = String(line['custom_id'])
      if (seen.has(id)) throw new Error(`custom_id "${id}" twice`)
      seen.add(id)
      if (i >= within) {
        failed.push({
          id: `r${i}`,
          custom_id: id,
          response: null,
          error: { code: 'batch_expired', message: 'Expired.' },
        })
        continue
      }
      const fault = options.fault(i)
      const answered =
        fault?.kind === 'status'
          ? { status: fault.status, body: { error: { code: fault.code, message: fault.message } }, usage: null }
          : await complete(line['body'], chat, fault)
      const response = { status_code: answered.status, request_id: `q${i}`, body: answered.body }
      if (answered.usage) {
        spent.requests++
        spent.input += answered.usage.input
        spent.output += answered.usage.output
      } else if (fault === null) invalid.push(`line ${i}: ${JSON.stringify(answered.body)}`)
      ;(answered.status === 200 ? done : failed).push({ id: `r${i}`, custom_id: id, response, error: null })
    }
    const save = (name: string, rows: unknown[]): string | null =>
      rows.length === 0
        ? null
        : store(
            name,
            Buffer.from(
              rows
                .reverse()
                .map((row) => `${JSON.stringify(row)}\n`)
                .join(''),
            ),
            'batch_output',
          ).id
    batch.output = save('output.jsonl', done)
    batch.errors = save('errors.jsonl', failed)
    Object.assign(batch.counts, { completed: done.length, failed: failed.length })
  }

  const poll = async (id: string): Promise<unknown> => {
    const batch = batches.get(id)
    if (batch === undefined) return null
    batch.polls++
    if (batch.status === 'validating' || batch.status === 'in_progress') {
      batch.status = 'in_progress'
      if (batch.polls >= options.polls) {
        if (options.end !== 'failed') await work(batch)
        batch.status = options.end
      }
    }
    return view(batch)
  }

  const cancel = (id: string): unknown => {
    const batch = batches.get(id)
    if (batch === undefined) return null
    batch.status = 'cancelled'
    return view(batch)
  }

  const remove = (id: string): boolean => files.delete(id)

  return {
    files,
    batches,
    spent,
    invalid,
    store,
    create,
    poll,
    cancel,
    remove,
    list: () => [...batches.values()].map(view),
  }
}

const view = (batch: Batch): unknown => ({
  id: batch.id,
  object: 'batch',
  endpoint: '/v1/chat/completions',
  input_file_id: batch.input,
  completion_window: '24h',
  status: batch.status,
  created_at: 1_790_000_000,
  metadata: batch.metadata,
  request_counts: batch.counts,
  ...(batch.output ? { output_file_id: batch.output } : {}),
  ...(batch.errors ? { error_file_id: batch.errors } : {}),
  ...(batch.status === 'failed'
    ? { errors: { object: 'list', data: [{ code: 'invalid', message: 'Line 1 is bad.' }] } }
    : {}),
})
