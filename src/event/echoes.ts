/**
 * Calls under way, and which of them tell what was erased meanwhile: receivers echo what they get, so what they answer
 * then is not kept. One process makes all calls; nothing of this has to outlive it.
 */
export interface Echoes {
  /** Before the event is read that the call tells. */
  begin(deliveryId: string): void
  erased(deliveryIds: readonly string[]): void
  isErased(deliveryId: string): boolean
  end(deliveryId: string): void
}

export function createEchoes(): Echoes {
  const underWay = new Map<string, { isErased: boolean }>()
  return {
    begin: (id) => void underWay.set(id, { isErased: false }),
    erased(ids) {
      for (const id of ids) {
        const call = underWay.get(id)
        if (call) call.isErased = true
      }
    },
    isErased: (id) => underWay.get(id)?.isErased ?? false,
    end: (id) => void underWay.delete(id),
  }
}
