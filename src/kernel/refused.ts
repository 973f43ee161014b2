/**
 * Why the process cannot start, or go on, in one sentence for its operator: shown alone, without a stack.
 * Its message holds no secret.
 */
export class Refused extends Error {
  override readonly name: string = 'Refused'
}
