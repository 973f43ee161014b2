/** Stands in a query for a value that is not known yet. */
export class Given {
  readonly #path: readonly string[]

  constructor(path: readonly string[]) {
    this.#path = path
  }

  /** The value that it stands for. */
  of(values: unknown): unknown {
    let found = values
    for (const key of this.#path) found = (found as Record<string, unknown>)[key]
    return found
  }

  /** Whoever calculates with it takes it for the value. */
  [Symbol.toPrimitive](): never {
    throw new TypeError('A query that is prepared cannot look at its values')
  }

  toJSON(): never {
    return this[Symbol.toPrimitive]()
  }
}

/** What the text of a query depends on: the keys of objects, the lengths of lists, and what is undefined. Pure. */
export function shapeOf(value: unknown): string {
  if (value === undefined) return '-'
  if (Array.isArray(value)) return `[${value.length}:${value.map(shapeOf).join()}]`
  if (!isPlain(value)) return ''
  let shape = '{'
  for (const key in value) shape += `${key}${shapeOf(value[key])},`
  return `${shape}}`
}

/** The same with a `Given` for each value. Pure. */
export function standInFor<Values>(values: Values): Values {
  return standIn(values, []) as Values
}

function standIn(value: unknown, path: readonly string[]): unknown {
  if (value === undefined) return undefined
  if (Array.isArray(value)) return value.map((item, at) => standIn(item, [...path, String(at)]))
  if (!isPlain(value)) return new Given(path)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, standIn(item, [...path, key])]))
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
