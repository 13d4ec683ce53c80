import { filesFolder } from './files-folder.js';

/** Loads one of the files beside the element's own, by its name; what was loaded is given again. */
export type LoadFile = (file: string) => Promise<unknown>;

/**
 * Loads the files of dist/cdn that are needed later; the build puts it in place of their imports. A file that could not be
 * loaded is asked for by another URL the next time: for Firefox, and by HTML's older text, one that failed once has failed for
 * as long as the page is open. No file imports another one by itself, so there is never a second copy of what they share.
 *
 * @param scriptUrl Where the element's own file is.
 */
export function createFileLoader(scriptUrl: string): LoadFile {
  const files = new Map<string, Promise<unknown>>();
  const failures = new Map<string, number>();

  const load: LoadFile = async (file) => {
    const failed = failures.get(file) ?? 0;
    const { href } = new URL(file + (failed ? `?retry=${failed}` : ''), filesFolder() ?? scriptUrl);
    try {
      const code = (await import(/* @vite-ignore */ href)) as object;
      // What blocks scripts may answer with an empty one.
      if (Object.keys(code).length === 0) throw new TypeError('The file is empty');
      return code;
    } catch (cause) {
      files.delete(file);
      failures.set(file, failed + 1);
      throw new Error(
        `${href} could not be loaded. Check the network and the Content-Security-Policy. Use http, not file. ` +
          'With combined scripts, set window.kalturaAvatar = { files: "…/dist/cdn/" }.',
        { cause },
      );
    }
  };
  return (file) => {
    const loading = files.get(file) ?? load(file);
    files.set(file, loading);
    return loading;
  };
}
