/** A request that cannot be carried out as asked: the caller is told why, with an HTTP status. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.status = status
  }
}
