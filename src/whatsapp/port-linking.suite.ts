import { expect, test } from 'vitest'
import type { LineNews } from './port.ts'
import { addPerson, control, type EngineWorld, isOpen, linkNumber, listen, restart, until } from './port-rig.suite.ts'

export function linkingSuite(world: () => EngineWorld): void {
  test('a number is linked by its QR code', async () => {
    const { line, news, owner, engine, instanceId } = await linkNumber(world())
    const me = { jid: owner.jid, lid: owner.lid, name: owner.phone, isBusiness: false }
    expect(line.state).toEqual({ type: 'open', me })
    expect(news.filter(({ type }) => type === 'linked')).toEqual([{ type: 'linked', me }])
    expect(await engine.isLinked(instanceId)).toBe(true)
    const states = news.flatMap((told) => (told.type === 'state' ? [told.state.type] : []))
    expect(states).toEqual(['connecting', 'linking', 'connecting', 'open'])
    await line.close()
  })

  test('a number is linked by a pairing code', async () => {
    const engine = world().start()
    const instanceId = await world().addInstance()
    const owner = await addPerson(world())
    const heard = listen(engine, instanceId)
    const pairingCode = await heard.line.requestPairingCode(owner.phone)
    expect(pairingCode).toMatch(/^[0-9A-Z]{8}$/)
    await control(world(), 'link', { phone: owner.phone, pairingCode })
    await isOpen(heard)
    expect(heard.line.state).toMatchObject({ me: { jid: owner.jid } })
    await heard.line.close()
  })

  test('a pairing code that is asked for again is the same; for another number it is a new one', async () => {
    const engine = world().start()
    const owner = await addPerson(world())
    const heard = listen(engine, await world().addInstance())
    const { line } = heard
    const [first, atOnce] = await Promise.all([
      line.requestPairingCode(owner.phone),
      line.requestPairingCode(owner.phone),
    ])
    expect(atOnce).toBe(first)
    const other = await line.requestPairingCode('5511900000099')
    expect(other).not.toBe(first)
    const pairingCode = await line.requestPairingCode(owner.phone)
    expect([first, other]).not.toContain(pairingCode)
    await control(world(), 'link', { phone: owner.phone, pairingCode })
    await isOpen(heard)
    await line.close()
  })

  test('a device that is disowned is unlinked on the phone, forgotten, and never told as open', async () => {
    const engine = world().start()
    const instanceId = await world().addInstance()
    const owner = await addPerson(world())
    const news: LineNews[] = []
    const line = engine.line(instanceId, {
      async hear(told) {
        news.push(told)
        if (told.type === 'linked') line.disown('number_refused')
      },
    })
    line.connect()
    const code = () => news.find((told) => told.type === 'code')
    await until(() => code() !== undefined, 'a code is shown')
    await control(world(), 'link', { phone: owner.phone, qr: code()?.qr }).catch(() => undefined)
    await until(() => line.state.type === 'ended', 'the line ended')
    expect(line.state).toEqual({ type: 'ended', reason: 'number_refused' })
    expect(news.some((told) => told.type === 'state' && told.state.type === 'open')).toBe(false)
    expect(await engine.isLinked(instanceId)).toBe(false)
    expect((await control(world(), `phones/${owner.phone}/devices`))['devices']).toEqual([])
    line.connect()
    await until(() => news.filter(({ type }) => type === 'code').length === 2, 'a new code is shown')
    await line.close()
  })

  test('an attempt to link that nobody finished leaves nothing behind', async () => {
    const engine = world().start()
    const instanceId = await world().addInstance()
    const owner = await addPerson(world())
    const first = listen(engine, instanceId)
    await first.line.requestPairingCode(owner.phone)
    await first.line.close()
    expect(await engine.isLinked(instanceId)).toBe(false)
    const second = listen(world().start(), instanceId)
    second.line.connect()
    expect((await second.heard('code')).qr).toContain('#')
    await second.line.close()
  })

  test('a linked number connects again after a restart, and shows no code', async () => {
    const again = await restart(world(), await linkNumber(world()))
    expect(again.line.state).toMatchObject({ type: 'open', me: { jid: again.owner.jid, lid: again.owner.lid } })
    expect(again.news.some(({ type }) => type === 'code' || type === 'linked')).toBe(false)
    await again.line.close()
  })

  test('a number whose phone removed the device is logged out and forgotten', async () => {
    const { line, news, heard, engine, instanceId, owner } = await linkNumber(world())
    await control(world(), 'faults', { account: owner.phone, loggedOut: true })
    const { state } = await heard('state', (told) => told.state.type === 'ended')
    expect(state).toEqual({ type: 'ended', reason: 'logged_out' })
    expect(await engine.isLinked(instanceId)).toBe(false)
    line.connect()
    await until(() => news.filter(({ type }) => type === 'code').length === 2, 'a new code is shown')
    await line.close()
  })

  test('a number that logs out is unlinked on the phone too', async () => {
    const { line, engine, instanceId, news } = await linkNumber(world())
    await line.logOut()
    expect(line.state).toEqual({ type: 'ended', reason: 'logged_out' })
    await engine.forget(instanceId)
    const again = listen(world().start(), instanceId)
    again.line.connect()
    await again.heard('code')
    expect(news.at(-1)).toEqual({ type: 'state', state: line.state })
    await again.line.close()
  })

  test.each([
    [{ drop: 'close' }, 'connection_lost'],
    [{ drop: 'kill' }, 'connection_lost'],
    [{ streamError: 503 }, 'server_unavailable'],
  ])('after %j a line waits, says why, and comes back by itself', async (fault, reason) => {
    const { line, heard, news, owner } = await linkNumber(world())
    const before = news.length
    await control(world(), 'faults', { account: owner.phone, ...fault })
    const { state } = await heard('state', (told) => told.state.type === 'waiting')
    expect(state).toMatchObject({ reason })
    await until(
      () => news.slice(before).some((told) => told.type === 'state' && told.state.type === 'open'),
      'open again',
    )
    await control(world(), 'faults', { account: owner.phone })
    await line.close()
  })

  test.each([
    [{ banned: true }, 'banned'],
    [{ versionRefused: true }, 'client_outdated'],
  ])('after %j a line ends, and stays linked for better days', async (fault, reason) => {
    const { line, heard, owner, engine, instanceId } = await linkNumber(world())
    await control(world(), 'faults', { account: owner.phone, ...fault })
    const { state } = await heard('state', (told) => told.state.type === 'ended')
    expect(state).toEqual({ type: 'ended', reason })
    expect(await engine.isLinked(instanceId)).toBe(true)
    await control(world(), 'faults', { account: owner.phone })
    line.connect()
    await until(() => line.state.type === 'open', 'open again')
    await line.close()
  })

  test('a second connection with the same credentials replaces the first, which does not fight back', async () => {
    const first = await linkNumber(world())
    const second = listen(world().start(), first.instanceId)
    second.line.connect()
    const { state } = await first.heard('state', (told) => told.state.type === 'ended')
    expect(state).toEqual({ type: 'ended', reason: 'replaced' })
    await isOpen(second)
    await second.line.close()
  })

  test('an account that asks for a passkey is told apart', async () => {
    const engine = world().start()
    const owner = await addPerson(world())
    const { line, heard } = listen(engine, await world().addInstance())
    line.connect()
    const { qr } = await heard('code')
    await control(world(), 'faults', { account: owner.phone, passkey: true })
    await control(world(), 'link', { phone: owner.phone, qr }).catch(() => undefined)
    const { state } = await heard('state', (told) => told.state.type === 'ended')
    expect(state).toEqual({ type: 'ended', reason: 'passkey_required' })
  })
}
