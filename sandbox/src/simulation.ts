import type { z } from 'zod'
import type { link, newGroup } from './control/schema.ts'
import type { Entry } from './journal.ts'
import { enterCode, scanQr } from './phone/link.ts'
import type { Phone } from './phone/phone.ts'
import type { NewPhone, Phones } from './phone/phones.ts'
import { Refusal } from './refusal.ts'
import { announceGroup } from './server/announce-group.ts'
import { type Account, jidOf } from './server/directory.ts'
import { type CallOrder, ring } from './server/incidents.ts'
import type { Acknowledgement, World } from './server/world.ts'
import { seconds } from './wire/node.ts'

export interface SandboxInfo {
  whatsappUrl: string
  /** The public root key that a client must trust, hex. */
  rootKey: string
  controlUrl: string
  /** The phone page, with the key by which it works in a sandboxed frame; `/` behind it takes a query. */
  pageUrl: string
}

/** Everybody in the sandbox, as the control API sees them. */
export interface Simulation {
  world: World
  phones: Phones
  info(): SandboxInfo
  people(): { phone: string; jid: string; lid: string; name: string; headless: boolean }[]
  addPhone(person: NewPhone): Promise<{ jid: string; lid: string }>
  addGroup(group: z.output<typeof newGroup>): Promise<{ jid: string }>
  /** Refuses a code that nobody shows. */
  link(order: z.output<typeof link>): Promise<{ jid: string }>
  /** Refuses a number that nobody has. */
  accountOf(phone: string): Account
  call(caller: Phone, to: string, order: CallOrder): string
  acknowledgements(
    account: string | undefined,
    after: number,
    waitMs: number,
  ): Promise<{ receipts: Entry<Acknowledgement>[]; seq: number }>
  /** Nobody and nothing is left; the addresses stay. */
  reset(): Promise<void>
}

export function createSimulation(world: World, phones: Phones, info: () => SandboxInfo): Simulation {
  const accountOf = (phone: string): Account => {
    const account = world.directory.byPhone(phone)
    if (!account) throw new Refusal(404, `nobody has the number ${phone}`)
    return account
  }
  return {
    world,
    phones,
    info,
    people: () =>
      phones.all().map(({ account, headless }) => ({
        phone: account.phone,
        jid: jidOf(account, 'pn'),
        lid: jidOf(account, 'lid'),
        name: account.name,
        headless,
      })),
    async addPhone(person) {
      const { account } = await phones.add(person)
      return { jid: jidOf(account, 'pn'), lid: jidOf(account, 'lid') }
    },
    async addGroup({ subject, members, addressing }) {
      for (const phone of members) if (!world.directory.byPhone(phone)) await phones.add({ phone })
      const jid = `1203630${String(world.groups.size + 1).padStart(11, '0')}@g.us`
      announceGroup({ jid, subject, addressing, members, createdAt: seconds(world.clock()) }, world)
      return { jid }
    },
    async link(order) {
      const phone = phones.all().find(({ account }) => account.phone === order.phone) ?? (await phones.add(order))
      const { platform } = order
      const linked =
        'qr' in order ? scanQr(phone, order.qr, world, platform) : enterCode(phone, order.pairingCode, world, platform)
      return { jid: await linked }
    },
    accountOf,
    call: (caller, to, order) => ring(caller.account, accountOf(to), order, world),
    async acknowledgements(account, after, waitMs) {
      const { acknowledgements: all } = world
      const deadline = world.clock() + waitMs
      const mine = (entry: Acknowledgement): boolean => account === undefined || entry.account === account
      let receipts = all.since(after).filter(mine)
      while (receipts.length === 0 && world.clock() < deadline) {
        await all.wait(all.seq(), deadline - world.clock())
        receipts = all.since(after).filter(mine)
      }
      return { receipts, seq: all.seq() }
    },
    async reset() {
      await phones.clear()
      world.clear()
    },
  }
}
