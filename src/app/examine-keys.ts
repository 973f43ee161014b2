import type { Place } from '../platform/secret/index.ts'
import { type Check, failed, well } from './check.ts'
import type { OpenedGateway } from './opened-gateway.ts'
import { type KeptBox, readBoxes, SEALED_COLUMNS } from './sealed-columns.ts'

/** Of columns with more boxes, so many are tried; credentials all. */
const TRIED = 500
const MOST_NAMED = 5

/** Whether the secret key opens what is sealed, and whether every linked number has its credentials. */
export async function examineKeys({ storeAndKeys: { store, sealer } }: OpenedGateway): Promise<Check[]> {
  const checks: Check[] = []
  let tried = 0
  for (const column of SEALED_COLUMNS) {
    const broken: Place[] = []
    let last: KeptBox | null = null
    let inColumn = 0
    do {
      const boxes: KeptBox[] = await readBoxes(store.read, column, last)
      for (const { place, box } of boxes) if (!opens(() => sealer.open(place, box))) broken.push(place)
      inColumn += boxes.length
      last = boxes.at(-1) ?? null
    } while (last && (column.table === 'credential' || inColumn < TRIED))
    tried += inColumn
    if (broken.length > 0) checks.push(tellBroken(column, broken))
  }
  if (checks.length === 0) checks.push(well('keys', `the secret key opens what is sealed (${tried} tried)`))
  const empty = await store.read
    .selectFrom('instance')
    .leftJoin('credential', 'credential.instance_id', 'instance.id')
    .select('instance.id')
    .where('instance.linked', '=', 1)
    .where('credential.instance_id', 'is', null)
    .execute()
  if (empty.length > 0) {
    const ids = empty.map(({ id }) => id)
    checks.push(failed('keys', `linked numbers have no credentials: ${name(ids)}`, 'link these instances again'))
  }
  return checks
}

function tellBroken({ table, column }: { table: string; column: string }, broken: readonly Place[]): Check {
  const owners = [...new Set(broken.map(({ row }) => row.split('/')[0] ?? row))]
  const todo =
    table === 'webhook'
      ? 'configure these webhooks again'
      : 'give back the store of the last backup, or delete these instances and link them anew'
  return failed('keys', `${broken.length} boxes in ${table}.${column} do not open: ${name(owners)}`, todo)
}

function name(ids: readonly string[]): string {
  const rest = ids.length - MOST_NAMED
  return `${ids.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

function opens(open: () => unknown): boolean {
  try {
    open()
    return true
  } catch {
    return false
  }
}
