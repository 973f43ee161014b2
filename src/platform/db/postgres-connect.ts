import { Client, types } from 'pg'
import { StoreRefused } from './refused.ts'

/** How long a connection may take to come up. */
export const CONNECT_TIMEOUT_MS = 10_000

const INT8 = 20
const NUMERIC = 1700
const BYTEA = 17

/** What both kinds of connection are made of: values as SQLite gives them, and no two hours of waiting. */
export function connectionOptions(databaseUrl: string) {
  return {
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: { getTypeParser },
  }
}

/** Our whole numbers stay below 2^53, sums of them too; bytes come as plain `Uint8Array`, as from SQLite. */
const getTypeParser: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (format !== 'binary' && (oid === INT8 || oid === NUMERIC)) return Number
  if (format !== 'binary' && oid === BYTEA) return (text: string) => new Uint8Array(types.getTypeParser(BYTEA)(text))
  return types.getTypeParser(oid, format)
}

/**
 * A client that is not connected yet, and the server's name for sentences, without user and password.
 *
 * @throws StoreRefused for an address that cannot be read. The error behind it holds the whole address: it is not kept.
 */
export function prepareClient(databaseUrl: string): { client: Client; place: string } {
  if (!/^postgres(ql)?:\/\//.test(databaseUrl)) throw new StoreRefused('DATABASE_URL must begin with postgres://.')
  let client: Client
  try {
    client = new Client({ ...connectionOptions(databaseUrl), pipeline: true })
  } catch {
    throw new StoreRefused('DATABASE_URL cannot be read as an address.')
  }
  return { client, place: `PostgreSQL at ${client.host}:${client.port}, database ${client.database},` }
}

/** Servers that we know to work: what we need stands in the documentation of 15. */
const OLDEST_VERSION = 150_000

interface Asked {
  query(text: string): Promise<{ rows: Server[] }>
}

interface Server {
  version: number
  spelt: string
  encoding: string
  schema: string | null
  standby: boolean
}

/**
 * Makes sure that the server is one that we can use, and says in which schema our tables stand.
 *
 * @throws StoreRefused with a sentence.
 */
export async function inspectServer(client: Asked, place: string): Promise<string> {
  const { rows } = await client.query(`select current_setting('server_version_num')::int as version,
    current_setting('server_version') as spelt, current_setting('server_encoding') as encoding,
    current_schema() as schema, pg_is_in_recovery() as standby`)
  const [server] = rows
  if (!server) throw new StoreRefused(`${place} says nothing about itself.`)
  const { version, spelt, encoding, schema, standby } = server
  if (version < OLDEST_VERSION) throw new StoreRefused(`${place} is version ${spelt}; 15 or newer is needed.`)
  if (encoding !== 'UTF8') throw new StoreRefused(`${place} is encoded as ${encoding}; UTF8 is needed.`)
  if (standby) throw new StoreRefused(`${place} is a standby that cannot be written.`)
  if (schema === null) throw new StoreRefused(`${place} has no schema on its search_path.`)
  return schema
}
