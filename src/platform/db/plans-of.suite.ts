import { CompiledQuery, createQueryId, type KyselyPlugin, type RootOperationNode } from 'kysely'
import type { Sql, Store } from './store.ts'

/** The plans of the queries that `run` asks. */
export async function plansOf(store: Store, explain: string, run: (sql: Sql) => Promise<unknown>): Promise<string[]> {
  const nodes: RootOperationNode[] = []
  const listener: KyselyPlugin = {
    transformQuery({ node }) {
      nodes.push(node)
      return node
    },
    transformResult: async ({ result }) => result,
  }
  await run(store.read.withPlugin(listener))
  const plans: string[] = []
  for (const node of nodes) {
    const { sql, parameters } = store.read.getExecutor().compileQuery(node, createQueryId())
    const { rows } = await store.read.executeQuery<Record<string, string>>(
      CompiledQuery.raw(`${explain} ${sql}`, [...parameters]),
    )
    plans.push(rows.map((row) => row['detail'] ?? row['QUERY PLAN']).join('\n'))
  }
  return plans
}
