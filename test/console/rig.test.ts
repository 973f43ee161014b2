import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import { insistOnAccessible, insistOnNoSideScroll } from './judge-page.ts'
import { openRig } from './rig.suite.ts'

/** The judge itself: what it lets pass, no test of a page would notice. */
const rig = openRig()

rig.test('a page that asks another host, throws or breaks its policy is found out', async (visit) => {
  const { page, problems, asked } = visit
  await visit.openAt('/sign-in')
  visit.insistOnPeace()

  const other = createServer((_request, response) => response.end())
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`
  await page.evaluate(`fetch('${url}').catch(() => {})`)
  other.close()
  await expect.poll(() => problems.some((problem) => problem.startsWith('policy: connect-src'))).toBe(true)
  expect(() => visit.insistOnPeace()).toThrow()
  problems.length = 0

  await page.evaluate(`void setTimeout(() => { throw new Error('planted') })`)
  await expect.poll(() => problems).toEqual(['thrown: planted'])
  expect(() => visit.insistOnPeace()).toThrow()
  problems.length = 0

  await page.evaluate(`console.warn('planted')`)
  await expect.poll(() => problems).toEqual(['warning: planted'])
  problems.length = 0

  asked.push('http://elsewhere.example/')
  expect(() => visit.insistOnPeace()).toThrow(/elsewhere/)
  asked.pop()
})

rig.test('a page that is not accessible, or too wide, is found out', async ({ page, openAt }) => {
  await openAt('/sign-in')
  await insistOnAccessible(page)
  await insistOnNoSideScroll(page)
  await page.evaluate(`document.querySelector('main').append(document.createElement('button'))`)
  await expect(insistOnAccessible(page)).rejects.toThrow(/button-name/)
  await page.evaluate(`document.querySelector('main').style.minWidth = '3000px'`)
  await expect(insistOnNoSideScroll(page)).rejects.toThrow(/page is 3\d+ wide/)
})
