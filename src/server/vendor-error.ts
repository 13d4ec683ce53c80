/** What a vendor's service failed of, in words of our own: nothing that the vendor wrote, so that it is fit for a log. */
export class VendorError extends Error {
  override readonly name = 'VendorError';
}

/** By its name: on its way it may have become a copy, without what is secret in its cause. */
export function isVendorError(error: Error): boolean {
  return error.name === 'VendorError';
}
