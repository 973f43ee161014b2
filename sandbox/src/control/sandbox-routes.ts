import type { FastifyInstance } from 'fastify'
import { disturb } from '../server/incidents.ts'
import type { Simulation } from '../simulation.ts'
import * as schema from './schema.ts'

/** What concerns everybody: who there is, linking, groups, faults, acknowledgements. */
export function sandboxRoutes(app: FastifyInstance, simulation: Simulation): void {
  app.get('/control/info', async () => ({ ...simulation.info(), cpu: process.cpuUsage() }))

  app.get('/control/phones', async () => ({ phones: simulation.people() }))

  app.post('/control/phones', async (request) => simulation.addPhone(schema.newPhone.parse(request.body)))

  app.post('/control/groups', async (request) => simulation.addGroup(schema.newGroup.parse(request.body)))

  app.post('/control/link', async (request) => simulation.link(schema.link.parse(request.body)))

  app.post('/control/faults', async (request) => {
    const { account, ...order } = schema.faults.parse(request.body)
    disturb(account, order, simulation.world)
    return { ok: true }
  })

  app.post('/control/hold', async (request) => {
    simulation.world.hold.begin(simulation.accountOf(schema.hold.parse(request.body).account))
    return { ok: true }
  })

  app.post('/control/release', async (request) => {
    const { account, perSecond } = schema.release.parse(request.body)
    return { released: await simulation.world.hold.release(simulation.accountOf(account), perSecond) }
  })

  app.get('/control/visits', async () => simulation.world.visits.all())

  app.get('/control/receipts', async (request) => {
    const { account, after, waitMs } = schema.receiptsSince.parse(request.query)
    return simulation.acknowledgements(account, after, waitMs)
  })

  app.get('/control/presence', async (request) => {
    const { after, waitMs } = schema.since.parse(request.query)
    const { presences } = simulation.world
    return { presence: await presences.wait(after, waitMs), seq: presences.seq() }
  })

  app.post('/control/reset', async () => {
    await simulation.reset()
    return { ok: true }
  })
}
