import { beforeAll, expect, test } from 'vitest'
import { ANA, bundleOf, javaScript, ours, pass, quietly, US } from './signal-parties.suite.ts'

beforeAll(quietly)

test.each(['answered', 'not answered yet'])(
  'a session that we begin anew is understood, though a message of one that is %s crosses its first',
  async (state) => {
    const us = ours()
    const ana = javaScript()
    await ana.repository.injectE2ESession({ jid: US, session: await bundleOf(us) })
    await pass(ana, us, US, ANA, 'um')
    if (state === 'answered') await pass(us, ana, ANA, US, 'dois')
    await us.repository.injectE2ESession({ jid: ANA, session: await bundleOf(ana) })
    const first = await us.repository.encryptMessage({ jid: ANA, data: Buffer.from('anew') })
    const crossing = await ana.repository.encryptMessage({ jid: US, data: Buffer.from('as before') })
    expect(crossing.type).toBe(state === 'answered' ? 'msg' : 'pkmsg')
    await us.repository.decryptMessage({ jid: ANA, ...crossing })
    await ana.repository.decryptMessage({ jid: US, ...first })
    expect(await pass(ana, us, US, ANA, 'três')).toBe('três')
    expect(await pass(us, ana, ANA, US, 'quatro')).toBe('quatro')
  },
)
