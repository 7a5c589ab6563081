package org.pando.registry.witness;

/** The rules by which a witness admits an operation (registry specification, section 9.4). */
public enum AdmissionRule {
  /** It keeps the validity rules under the configuration in force. */
  A1,
  /** It follows the newest operation of the name, and its signer may do it. */
  A2,
  /** It was signed lately. */
  A3,
  /** A held name is claimed only when lease and grace are over. */
  A4,
  /** A renewal adds a sixteenth of a lease. */
  A5,
  /** A claim shows receipts of sufficient age, where the network asks for them. */
  A6,
  /** A claim or renewal carries proof of work, where the network asks for it. */
  A7
}
