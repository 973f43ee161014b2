import { inTurns } from '../../chaos/fleet.ts'
import { control, type Sandbox } from '../../journey/sandbox.ts'

const AT_ONCE = 4

/** So many people with headless phones, whose numbers begin with `prefix`. */
export async function addCrowd(sandbox: Sandbox, prefix: string, count: number): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(5, '0')}`)
  await inTurns(numbers, AT_ONCE, async (phone) => {
    await control(sandbox, 'phones', { phone, name: `Person ${phone}`, headless: true })
  })
  return numbers
}
