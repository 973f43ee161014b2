import { control } from '../journey/sandbox.ts'
import type { Fleet, Ship } from './fleet.ts'
import { type Fault, impliedState, incidentOf, keepsOut, type Standing, type Step, standingAfter } from './plan.ts'
import { pass, waitUntil } from './wait-until.ts'

/** A number in the storm: what befell it, and what stays. */
export interface Fate {
  ship: Ship
  faults: Fault[]
  standing: Standing
}

const SETTLES_WITHIN_MS = 60_000

/** Lets befall each ship what the plan says, in its order. A step waits until the last one has come to its end. */
export async function raiseStorm(fleet: Fleet, fates: readonly Fate[], plan: readonly Step[]): Promise<void> {
  const beganAt = performance.now()
  const steps = Map.groupBy(plan, ({ instance }) => instance)
  await Promise.all(
    fates.map(async (fate, index) => {
      for (const { at, fault } of steps.get(index) ?? []) {
        await pass(at - (performance.now() - beganAt))
        await befall(fleet, fate, fault)
      }
    }),
  )
}

/** The sandbox is told of what stays, and nothing of what is over. */
export async function heal(fleet: Fleet, fate: Fate): Promise<void> {
  const { banned, versionRefused } = fate.standing
  fate.standing = {
    ...(banned === undefined ? {} : { banned }),
    ...(versionRefused === undefined ? {} : { versionRefused }),
  }
  await control(fleet.sandbox, 'faults', { account: fate.ship.phone, ...fate.standing })
}

/** A person does what is needed to have a number back. @throws when it does not come back */
export async function bringBack(fleet: Fleet, { ship, faults }: Fate): Promise<void> {
  if (impliedState(faults) === 'loggedout') await fleet.link(ship)
  else await fleet.gateway.call('GET', `/api/instance/connect/${ship.name}`)
  await fleet.until('connected', [ship], SETTLES_WITHIN_MS)
}

async function befall(fleet: Fleet, fate: Fate, fault: Fault): Promise<void> {
  const { ship } = fate
  // Only who is there can be replaced.
  if (fault.type === 'replaced') {
    await control(fleet.sandbox, 'faults', { account: ship.phone })
    fate.standing = {}
    await fleet.until('connected', [ship], SETTLES_WITHIN_MS)
  }
  fate.standing = standingAfter(fate.standing, fault)
  await control(fleet.sandbox, 'faults', { account: ship.phone, ...fate.standing, ...incidentOf(fault) })
  if (fault.type === 'brought_back') await bringBack(fleet, fate)
  fate.faults.push(fault)
  if (!keepsOut(fault)) return
  const implied = impliedState(fate.faults)
  const isThere = async () => (await fleet.statuses()).get(ship.name) === implied
  // What is not in time is found in the end.
  await waitUntil(isThere, { withinMs: SETTLES_WITHIN_MS, everyMs: 100 })
}
