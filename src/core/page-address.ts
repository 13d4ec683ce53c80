/** What relative addresses on the page are relative to. An element that is called `baseURI` hides that of `document`, and none other. */
export function pageAddress(): string {
  return new Text().baseURI;
}
