// Asks the service that is named for a session, prints the code of what comes of it, and has nothing else to do.
import { isAvatarError } from '../../src/core/errors.js';
import { AvatarControl } from '../../src/server/avatar-control.js';
import { SILENT } from './silent.js';

const [, , baseUrl] = process.argv;
const control = new AvatarControl({ ks: 'a-kaltura-session', baseUrl, timeoutMs: 200, logger: SILENT });
try {
  await control.create({ avatarId: 'avatar-1' });
} catch (error) {
  process.stdout.write(isAvatarError(error) ? error.code : String(error));
}
