/** What the sign-in page was sent there with. */
export interface SignInSearch {
  /** Where the person wanted to be: a place in this console, its search included. */
  back?: string
  /** There was a session, and it ended meanwhile. */
  ended?: true
}

export function readSignInSearch({ back, ended }: { back?: unknown; ended?: unknown }): SignInSearch {
  return {
    // Whatever follows the # of our own address; never the sign-in itself again.
    ...(typeof back === 'string' && /^\/(?!\/|sign-in)/.test(back) ? { back } : {}),
    ...(ended === true ? { ended } : {}),
  }
}
