package org.pando.registry.witness;

import java.util.Arrays;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.rule.RecordException;

/** The rules by which a witness admits an operation (registry specification, section 9.4). */
public enum AdmissionRule {
  /** It keeps the validity rules under the configuration in force. */
  A1(1),
  /** It follows the newest operation of the name, and its signer may do it. */
  A2(2),
  /** It was signed lately. */
  A3(3),
  /** A held name is claimed only when lease and grace are over. */
  A4(4),
  /** A renewal adds a sixteenth of a lease. */
  A5(5),
  /** A claim shows receipts of sufficient age, where the network asks for them. */
  A6(6),
  /** A claim or renewal carries proof of work, where the network asks for it. */
  A7(7);

  private final int number;

  AdmissionRule(int number) {
    this.number = number;
  }

  /** As it stands on the wire. */
  int number() {
    return number;
  }

  static AdmissionRule of(CborReader in) throws RecordException {
    long number = in.uint(A1.number, A7.number);
    return Arrays.stream(values()).filter(rule -> rule.number == number).findFirst().orElseThrow();
  }
}
