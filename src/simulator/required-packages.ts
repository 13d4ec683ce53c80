import { importOptional, SIMULATOR_PACKAGES } from './optional-package.js';

/** @throws {MissingPackageError} One of the optional packages that the simulator needs is not installed. */
export async function assertSimulatorPackages(): Promise<void> {
  for (const name of SIMULATOR_PACKAGES) await importOptional(() => import.meta.resolve(name), name);
}
