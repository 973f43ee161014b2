import { createAccount, deleteAccount, rotateAccountToken } from '../account/index.ts'
import { deleteInstance, findInstance } from '../instance/index.ts'
import type { OpenedGateway } from './opened-gateway.ts'

/** Makes an account; its token is told only now. */
export async function newAccount({ options, storeAndKeys }: OpenedGateway, name: string): Promise<{ token: string }> {
  const { clock, random } = options
  const { store, tokens } = storeAndKeys
  return { token: await createAccount({ store, clock, random, hashToken: tokens.hashToken }, name) }
}

export async function rotateAccount(
  { options, storeAndKeys, events }: OpenedGateway,
  name: string,
): Promise<{ token: string; warning: string | null }> {
  const { config, random } = options
  const { store, tokens } = storeAndKeys
  const { dataDir, accountToken } = config
  const { tokenEnded } = events.setup
  return rotateAccountToken({ store, random, dataDir, accountToken, hashToken: tokens.hashToken, tokenEnded }, name)
}

/** `leftLinked`: numbers that could not be told, whose phones show the device until it is removed there. */
export async function endAccount(
  gateway: OpenedGateway,
  name: string,
): Promise<{ instances: number; leftLinked: number }> {
  const { options, storeAndKeys, events, rooms } = gateway
  const { clock, random } = options
  const { store, tokens } = storeAndKeys
  const { engine, lines } = rooms
  const ending = { engine, lines, store, clock, announce: events.announce, events: events.setup }
  let leftLinked = 0
  const instances = await deleteAccount(
    {
      store,
      random,
      hashToken: tokens.hashToken,
      tokenEnded: events.setup.tokenEnded,
      async deleteInstance(id) {
        const instance = await findInstance(store.read, id)
        if (!instance) return
        // A parked one lives on where its file went: removing its device at the phone would end that.
        const isOurs = instance.parkedAt === null && (await engine.isLinked(id))
        if (isOurs && lines.find(id)?.state.type !== 'open') leftLinked += 1
        await deleteInstance(ending, instance)
      },
    },
    name,
  )
  if (instances > 0) await store.purge()
  return { instances, leftLinked }
}
