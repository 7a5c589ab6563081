package org.pando.registry.rule;

/** The validity rules (registry specification, section 6). An error names the rule it broke. */
public enum Rule {
  /** Size limits and the CBOR profile, for an object and everything nested in it. */
  V1,
  /** Version 1, a known kind, exactly the fields of its table, each within its range. */
  V2,
  /** Syntax of label, suffix and key name. */
  V3,
  /** Every public key is a canonical point of the prime-order group. */
  V4,
  /** A tenure begins with a CLAIM, TRANSFER or RELEASE of the bundle's own name. */
  V5,
  /** The operation's own signatures; LOCK only with a recovery key. */
  V6,
  /** Numbers of operation and tenure, and the link to the operation before. */
  V7,
  /** A RENEW belongs to the tenure it stands beside. */
  V8,
  /** A lease ends after it begins and is not longer than the configuration allows. */
  V9,
  /** A certificate of exactly one quorum of witnesses. */
  V10,
  /** A certificate of a retired epoch is in the newest carry list. */
  V11,
  /** The zone item: subject, sequence number, the owner's signature. */
  V12,
  /** The revoke item: subject, the signature of the key it names. */
  V13,
  /** A key name's stamp. */
  V14,
  /** Zone body: order, counts, TTLs, owner names. */
  V15,
  /** Zone body: record types and their rdata. */
  V16,
  /** Zone body: CNAME, DNAME and delegation exclude other records. */
  V17
}
