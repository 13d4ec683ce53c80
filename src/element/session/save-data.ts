/** Whether the visitor has asked for as little traffic as can be; then nothing is fetched that was not asked for. */
export function savesData(): boolean {
  // Chromium alone knows it.
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData ?? false;
}
