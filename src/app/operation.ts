import type { z } from 'zod'
import type { OpenedGateway } from './opened-gateway.ts'

/** Something that the operator of the machine may ask for. Input and output are JSON. */
export interface Operation<Input, Output> {
  input: z.ZodType<Input>
  /** @throws Refused with one sentence */
  run(gateway: OpenedGateway, input: Input): Promise<Output>
}

export function operation<Input, Output>(
  input: z.ZodType<Input>,
  run: Operation<Input, Output>['run'],
): Operation<Input, Output> {
  return { input, run }
}
