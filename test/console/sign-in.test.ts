import { expect } from 'vitest'
import { openRig } from './rig.suite.ts'

const rig = openRig()

rig.test('whoever signs in with the account token sees the instances', async ({ page, signIn }) => {
  await signIn()
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(new URL(page.url()).hash).toBe('#/')
})
