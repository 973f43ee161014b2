import { type Effort, findMissing, type Measured, measure } from './measure.ts'
import { openShop, type Shop } from './shop.ts'
import { tableOf } from './table.ts'

/** How many forms stand in the two stores, and what is asked of both. */
export interface FormsBench {
  small: number
  large: number
  effort: Effort
  /** Kinds of request, by their names. */
  wanted: RegExp
}

/** Asks a small and a large store the same, on SQLite or on the PostgreSQL of `server`. */
export async function measureForms(
  server: string | undefined,
  { small: few, large: many, effort, wanted }: FormsBench,
  say: (line: string) => void,
): Promise<Measured[]> {
  const opened: Shop[] = []
  const open = async (count: number): Promise<Shop> => {
    const startedAt = performance.now()
    const shop = await openShop(count, server)
    opened.push(shop)
    say(`${count} forms are there after ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
    return shop
  }
  try {
    const small = await open(few)
    const large = await open(many)
    const cases = large.cases.filter(({ name }) => wanted.test(name))
    const missing = await findMissing(large, cases)
    for (const name of missing) say(`skipped, the gateway has no such route: ${name}`)
    const asked = cases.map(({ name }) => name).filter((name) => !missing.includes(name))
    const measured = await measure(small, large, asked, effort)
    say(tableOf(measured))
    return measured
  } finally {
    for (const shop of opened) await shop.close()
  }
}
