/** Goes through pages one row at a time, and knows whether there is another. */
export interface RowCursor<Row> {
  /** Asks for the next page when there is need to. */
  hasMore(): Promise<boolean>
  /** The next row, after `hasMore` said that there is one. */
  take(): Row
  /** Lets the pages go, read to their end or not. */
  close(): Promise<void>
}

export function rowCursor<Row>(pages: AsyncIterable<readonly Row[]>): RowCursor<Row> {
  const source = pages[Symbol.asyncIterator]()
  let rows: Iterator<Row> = [][Symbol.iterator]()
  let next = rows.next()
  return {
    async hasMore() {
      while (next.done) {
        const page = await source.next()
        if (page.done) return false
        rows = page.value[Symbol.iterator]()
        next = rows.next()
      }
      return true
    },
    take() {
      if (next.done) throw new Error('There is no row to take')
      const row = next.value
      next = rows.next()
      return row
    },
    async close() {
      await source.return?.()
    },
  }
}
