import {
  type Dialect,
  DummyDriver,
  Kysely,
  type QueryExecutor,
  type RootOperationNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Schema } from '../schema.ts'
import type { Sql } from '../store.ts'

type Tell = (query: RootOperationNode) => void

/**
 * The same queries, each told just before it runs. No plugin: a plugin takes its queries off the store's short way to the
 * connection, and does not see what was compiled before.
 */
export function tellingQueries(sql: Sql, tell: Tell): Sql {
  return new Kysely<Schema>({ ...UNUSED, executor: tellingExecutor(sql.getExecutor(), tell) })
}

function tellingExecutor(executor: QueryExecutor, tell: Tell): QueryExecutor {
  return {
    get adapter() {
      return executor.adapter
    },
    get plugins() {
      return executor.plugins
    },
    transformQuery: (node, queryId) => executor.transformQuery(node, queryId),
    compileQuery: (node, queryId) => executor.compileQuery(node, queryId),
    provideConnection: (consumer, options) => executor.provideConnection(consumer, options),
    executeQuery(compiled, options) {
      tell(compiled.query)
      return executor.executeQuery(compiled, options)
    },
    stream(compiled, chunkSize, options) {
      tell(compiled.query)
      return executor.stream(compiled, chunkSize, options)
    },
    withConnectionProvider: (provider) => tellingExecutor(executor.withConnectionProvider(provider), tell),
    withPlugin: (plugin) => tellingExecutor(executor.withPlugin(plugin), tell),
    withPlugins: (plugins) => tellingExecutor(executor.withPlugins(plugins), tell),
    withPluginAtFront: (plugin) => tellingExecutor(executor.withPluginAtFront(plugin), tell),
    withoutPlugins: () => tellingExecutor(executor.withoutPlugins(), tell),
  }
}

/** Kysely asks for a dialect beside the executor; queries go by the executor alone. */
const DIALECT: Dialect = {
  createDriver: () => new DummyDriver(),
  createQueryCompiler: () => new SqliteQueryCompiler(),
  createAdapter: () => new SqliteAdapter(),
  createIntrospector: (database) => new SqliteIntrospector(database),
}

const UNUSED = { config: { dialect: DIALECT }, dialect: DIALECT, driver: DIALECT.createDriver() }
