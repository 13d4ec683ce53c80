/** How the connection is secured, beyond what the system trusts; each as PEM. */
export interface RedisTls {
  /** Of the authority that signed the certificate of Redis. Default: those that Node.js trusts. */
  ca?: string | undefined;
  /** This side's own, where Redis asks for one. */
  cert?: string | undefined;
  key?: string | undefined;
}
