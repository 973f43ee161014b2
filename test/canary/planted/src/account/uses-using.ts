export async function leak(): Promise<void> {
  using held = { [Symbol.dispose]() {} }
  await import('undici')
  void held
}
