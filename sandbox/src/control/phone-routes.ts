import type { FastifyInstance, FastifyRequest } from 'fastify'
import { answerForm } from '../phone/answer.ts'
import type { Phone } from '../phone/phone.ts'
import { sendMessage, sendText } from '../phone/send.ts'
import { addressOf } from '../server/directory.ts'
import type { Simulation } from '../simulation.ts'
import * as schema from './schema.ts'

/** What one person sees and does with their phone. */
export function phoneRoutes(app: FastifyInstance, simulation: Simulation): void {
  const { world } = simulation
  const phoneOf = (request: FastifyRequest): Phone =>
    simulation.phones.get(schema.phoneParams.parse(request.params).phone)

  app.get('/control/phones/:phone/messages', async (request) => {
    const phone = phoneOf(request)
    const { after, waitMs } = schema.since.parse(request.query)
    await phone.look()
    const messages = await phone.memory.messages.wait(after, waitMs)
    return { messages, seq: phone.memory.messages.seq() }
  })

  app.get('/control/phones/:phone/presence', async (request) => {
    const { presence } = phoneOf(request).memory
    const { after, waitMs } = schema.since.parse(request.query)
    return { presence: await presence.wait(after, waitMs), seq: presence.seq() }
  })

  app.get('/control/phones/:phone/calls', async (request) => {
    const { calls } = phoneOf(request).memory
    const { after, waitMs } = schema.since.parse(request.query)
    return { calls: await calls.wait(after, waitMs), seq: calls.seq() }
  })

  app.get('/control/phones/:phone/devices', async (request) => {
    const companions = [...phoneOf(request).account.devices.values()].filter(({ id }) => id !== 0)
    return { devices: companions.map((device) => ({ jid: addressOf(device, 'pn'), ...device.shown })) }
  })

  app.post('/control/phones/:phone/answer', async (request) => {
    const phone = phoneOf(request)
    await phone.look()
    return answerForm(phone, schema.answer.parse(request.body), world)
  })

  app.post('/control/phones/:phone/text', async (request) => ({
    id: await sendText(phoneOf(request), schema.text.parse(request.body), world),
  }))

  app.post('/control/phones/:phone/send', async (request) => ({
    id: await sendMessage(phoneOf(request), schema.send.parse(request.body), world),
  }))

  app.post('/control/phones/:phone/call', async (request) => {
    const { to, ...order } = schema.call.parse(request.body)
    return { id: simulation.call(phoneOf(request), to, order) }
  })

  app.post('/control/phones/:phone/receipt', async (request) => {
    const phone = phoneOf(request)
    await phone.look()
    const { messageId, type } = schema.receipt.parse(request.body)
    await phone.acknowledge(messageId, type)
    return { ok: true }
  })
}
