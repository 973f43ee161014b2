/** How many deliveries the gateway tells at once, at most. */
export const BATCH = 200
