/** What a page may set before or after the element's file runs, among the settings of its avatars. */
interface FilesSetting {
  files?: unknown;
}

/** The folder of dist/cdn that the page names in `window.kalturaAvatar`, as a URL; undefined where it names none. */
export function filesFolder(): string | undefined {
  const { kalturaAvatar } = globalThis as { kalturaAvatar?: FilesSetting | readonly FilesSetting[] | null };
  const folder = [kalturaAvatar].flat().find((settings) => settings?.files)?.files;
  // As pageAddress() has it, in place: the element's file is full.
  return typeof folder === 'string' ? new URL(folder.replace(/\/?$/, '/'), new Text().baseURI).href : undefined;
}
