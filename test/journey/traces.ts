import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client, escapeIdentifier, escapeLiteral } from 'pg'
import type { StorePlace } from '../../src/platform/db/test-store.suite.ts'

/**
 * Which of these texts can still be read where a gateway that was stopped kept its things: in every file of its data
 * folder, byte for byte, and in every column of its schema. `except`: files and columns that are not looked at.
 */
export async function findTraces(
  place: StorePlace,
  texts: readonly string[],
  except: string[] = [],
): Promise<string[]> {
  const { dataDir, databaseUrl } = place.options
  const found = await inFiles(dataDir, texts)
  return databaseUrl === undefined ? found : [...found, ...(await inTables(databaseUrl, texts, except))]
}

async function inFiles(folder: string, texts: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const bytes = await readFile(join(entry.parentPath, entry.name))
    for (const text of texts) {
      const isThere = (['utf8', 'utf16le'] as const).some((spelling) => bytes.includes(Buffer.from(text, spelling)))
      if (isThere) found.push(`${entry.name}: ${text}`)
    }
  }
  return found
}

async function inTables(databaseUrl: string, texts: readonly string[], except: readonly string[]): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const columns = await client.query<{ table_name: string; column_name: string; data_type: string }>(
      `select table_name, column_name, data_type from information_schema.columns
       where table_schema = current_schema and data_type in ('text', 'bytea')`,
    )
    const found: string[] = []
    for (const { table_name: table, column_name: column, data_type: type } of columns.rows) {
      if (except.includes(`${table}.${column}`)) continue
      for (const text of texts) {
        const name = escapeIdentifier(column)
        const bytes = type === 'bytea' ? name : `convert_to(${name}, 'UTF8')`
        const sought = `convert_to(${escapeLiteral(text)}, 'UTF8')`
        const where = `position(${sought} in ${bytes}) > 0`
        const { rowCount } = await client.query(`select 1 from ${escapeIdentifier(table)} where ${where} limit 1`)
        if (rowCount) found.push(`${table}.${column}: ${text}`)
      }
    }
    return found
  } finally {
    await client.end()
  }
}
