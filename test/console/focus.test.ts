import { beforeAll, expect } from 'vitest'
import { mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { keyboardOf } from './keyboard.ts'
import { openRig } from './rig.suite.ts'

const rig = openRig()

beforeAll(async () => {
  if (mayBrowse) await rig.gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } })
})

rig.test('settings that are saved or discarded leave the focus where it says so', async (visit) => {
  const { page } = visit
  await visit.enter('/i/shop/settings')
  const keys = keyboardOf(page)
  const focused = page.getByRole('main').locator(':focus')
  const refuses = page.getByRole('checkbox', { name: 'Reject calls as they ring' }).first()
  await keys.use(refuses, { key: 'Space' })
  await keys.use(page.getByRole('button', { name: 'Discard' }).first())
  await expect.poll(() => focused.innerText()).toBe('The changes were discarded.')
  await keys.use(refuses, { key: 'Space', back: true })
  await keys.use(page.getByRole('button', { name: 'Save', exact: true }))
  await expect.poll(() => focused.getAttribute('role')).toBe('status')
  await keys.insist()
})

rig.test('an example that is undone, and filters that are cleared, keep the focus', async (visit) => {
  const { page } = visit
  await visit.enter('/i/shop/send')
  const keys = keyboardOf(page)
  await keys.use(page.getByRole('button', { name: 'An offer' }))
  await keys.use(page.getByRole('button', { name: 'Undo', exact: true }))
  await keys.insist()
  await visit.openAt('/i/shop/answers?state=read')
  const later = keyboardOf(page)
  await later.use(page.getByRole('button', { name: 'Clear the filters' }).first())
  await later.insist()
})
