import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { closed, page, redirect, refusal, site } from './page-site.suite.ts'
import { openEgress } from './rig.suite.ts'

describe('redirects', () => {
  test.each([301, 302, 303, 307, 308])('%i is followed, without its cookie', async (status) => {
    let cookie: string | undefined = 'not asked'
    const { at } = await site({
      '/short': redirect('/long', status),
      '/long': (request, response) => {
        cookie = request.headers.cookie
        page('here')(request, response)
      },
    })
    expect(await openEgress(['127.0.0.1']).fetchPage(at('/short'))).toEqual({ url: at('/long'), html: 'here' })
    expect(cookie).toBeUndefined()
  })

  test('the third is followed, the fourth is not', async () => {
    const { at, asked } = await site({
      '/4': redirect('/3'),
      '/3': redirect('/2'),
      '/2': redirect('/1'),
      '/1': redirect('/0'),
      '/0': page('here'),
    })
    const egress = openEgress(['127.0.0.1'])
    expect((await egress.fetchPage(at('/3'))).url).toBe(at('/0'))
    asked.length = 0
    expect(await refusal(egress.fetchPage(at('/4')))).toBe('too_many_redirects')
    expect(asked).toEqual(['/4', '/3', '/2', '/1'])
  })

  test.each(['127.0.0.2', '10.0.0.1', '2130706434', '[::1]', '[::ffff:7f00:2]', '169.254.169.254', 'inside.example'])(
    'one to http://%s is refused',
    async (host) => {
      const { at, port } = await site({ '/': (...call) => redirect(`http://${host}:${port}/inside`)(...call) })
      const egress = openEgress(['127.0.0.1'], async () => [{ address: '192.168.0.1', family: 4 }])
      expect(await refusal(egress.fetchPage(at('/')))).toBe('address_refused')
    },
  )

  test.each(['file:///etc/passwd', 'ftp://shop.example/', 'http://ana:secret@127.0.0.1/', 'http://', 'javascript:1'])(
    'one to %s is refused',
    async (location) => {
      const { at } = await site({ '/': redirect(location) })
      expect(await refusal(openEgress(['127.0.0.1']).fetchPage(at('/')))).toBe('url_refused')
    },
  )

  test('one whose body never ends is followed all the same, and its connection is closed', async () => {
    const { at, server } = await site({
      '/': (_request, response) => void response.writeHead(302, { location: '/here' }).write('moved'),
      '/here': page('here'),
    })
    const connected = once(server, 'connection')
    const egress = openEgress(['127.0.0.1'])
    expect((await egress.fetchPage(at('/'))).html).toBe('here')
    const [socket] = await connected
    await closed(socket)
  })
})

test('a name that is open at first and private behind the redirect is refused', async () => {
  const inside = await site({ '/': page('inside') })
  const outside = await site({ '/': redirect(`http://rebound.example:${inside.port}/`) })
  const answers = ['127.0.0.1', '127.0.0.2']
  const egress = openEgress(['127.0.0.1'], async () => [{ address: answers.shift() ?? '127.0.0.1', family: 4 }])
  expect(await refusal(egress.fetchPage(`http://rebound.example:${outside.port}/`))).toBe('address_refused')
  expect(answers).toEqual([])
  expect(inside.asked).toEqual([])
})
