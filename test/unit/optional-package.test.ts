import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { SIMULATOR_PACKAGES, importOptional } from '../../src/simulator/optional-package.js';

const load = (specifier: string) => () => import(specifier) as Promise<unknown>;

describe('importOptional', () => {
  it('gives what was loaded', async () => {
    assert.equal(await importOptional(() => 'module', 'mpg123-decoder'), 'module');
    assert.ok(await importOptional(load('mpg123-decoder'), 'mpg123-decoder'));
  });

  it('names the missing package, and the command that installs it with the others', async () => {
    await assert.rejects(importOptional(load('@nobody/not-there'), '@nobody/not-there'), (error: Error) => {
      assert.equal(error.name, 'MissingPackageError');
      assert.match(error.message, /@nobody\/not-there/u);
      assert.ok(error.message.includes(`npm install --save-dev ${SIMULATOR_PACKAGES.join(' ')}`));
      return true;
    });
  });

  it('finds a package missing whose file was asked for', async () => {
    await assert.rejects(importOptional(load('@nobody/not-there/data.wasm'), '@nobody/not-there'), {
      name: 'MissingPackageError',
    });
  });

  it('does not blame the package for another that is missing', async () => {
    await assert.rejects(importOptional(load('not-there-either'), 'mpg123-decoder'), {
      code: 'ERR_MODULE_NOT_FOUND',
      name: 'Error',
    });
    await assert.rejects(importOptional(load('./not-there.js'), 'mpg123-decoder'), {
      code: 'ERR_MODULE_NOT_FOUND',
      name: 'Error',
    });
  });

  it('passes on what goes wrong in the package itself', async () => {
    const broken = new TypeError('broken');
    await assert.rejects(
      importOptional(() => Promise.reject(broken), 'mpg123-decoder'),
      broken,
    );
  });
});
