/** The URL, against `base` where it is relative; undefined where it is none. As `URL.parse`, which Safari has since 18. */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** Whether it is a URL with http or https; narrows what {@link parseUrl} gave. */
export function isHttpUrl(url: URL | undefined): url is URL {
  return url?.protocol === 'http:' || url?.protocol === 'https:';
}
