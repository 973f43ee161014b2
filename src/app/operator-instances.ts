import { insistOnAccount } from '../account/index.ts'
import { type ListedNumber, listNumbers } from '../instance/index.ts'
import type { OpenedGateway } from './opened-gateway.ts'

/** Instances of every account, or of the one named. @throws Refused when there is no such account */
export async function listInstances(
  { storeAndKeys: { store }, isServing }: OpenedGateway,
  { account, numbers }: { account?: string | undefined; numbers: boolean },
): Promise<{ instances: ListedNumber[] }> {
  const accountId = account === undefined ? null : (await insistOnAccount(store.read, account)).id
  const instances = await listNumbers(store, { accountId, whole: numbers })
  return { instances: isServing ? instances : instances.map(asClosed) }
}

/** What a process that was killed left behind as open is open no more. */
function asClosed(instance: ListedNumber): ListedNumber {
  const wasOpen = instance.state === 'connected' || instance.state === 'connecting'
  return wasOpen ? { ...instance, state: 'disconnected' } : instance
}
