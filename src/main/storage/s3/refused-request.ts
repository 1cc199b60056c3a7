/** A server's error response, with the fields of the SDK's errors; its message contains nothing of the request. */
export class RefusedRequest extends Error {
  override readonly name: string
  readonly status: number
  readonly $metadata: { readonly httpStatusCode: number; readonly requestId: string | undefined }
  readonly Region: string | undefined

  constructor(name: string, status: number, requestId: string | undefined, region: string | undefined) {
    super(`${name}, HTTP ${status}`)
    this.name = name
    this.status = status
    this.$metadata = { httpStatusCode: status, requestId }
    this.Region = region
  }
}
