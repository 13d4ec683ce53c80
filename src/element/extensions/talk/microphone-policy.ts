interface Policy {
  allowsFeature(feature: string): boolean;
}

/** False in a frame that may not use the microphone; only some browsers tell. */
export function isMicrophoneAllowed(): boolean {
  const page: { permissionsPolicy?: Policy; featurePolicy?: Policy } = document as object;
  const policy = page.permissionsPolicy ?? page.featurePolicy;
  return policy?.allowsFeature('microphone') ?? true;
}
