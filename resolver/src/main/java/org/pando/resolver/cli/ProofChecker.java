package org.pando.resolver.cli;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.NameState;

/** Judges proofs; asks no node and no network. */
public interface ProofChecker {
  /**
   * @param text as {@code pando show --proof} prints it
   * @throws CommandException USAGE when it is no proof, REFUSED when it does not hold; the message
   *     begins with what is wrong
   */
  Proved check(String text) throws CommandException;

  /**
   * What a proof proves: this is how the name was in this network.
   *
   * @param name fully qualified, without the final dot
   * @param unicodeName the same with its label in Unicode, null when it is ASCII or not fit to be
   *     shown
   * @param owner the owner key in z-base-32, null when VACANT
   * @param recovery the recovery key in z-base-32
   * @param locked whether the owner key alone can neither transfer nor release
   * @param g number of the last operation in the life of the name; null for a key name
   * @param tenure null for a key name
   * @param seq the zone's sequence number, 0 without a zone
   * @param leaseUntil null for a key name
   * @param signedAt when anything in it was last signed
   * @param records {@code OWNER TTL TYPE RDATA} lines, the owner relative to the name
   */
  record Proved(
      String name,
      @Nullable String unicodeName,
      ProvedNetwork network,
      NameState state,
      @Nullable String owner,
      @Nullable String recovery,
      boolean locked,
      @Nullable Long g,
      @Nullable Long tenure,
      long seq,
      @Nullable Instant leaseUntil,
      Instant signedAt,
      List<String> records) {}

  /**
   * The network that decided; whether it is the one that is meant, the proof cannot know.
   *
   * @param id 64 hexadecimal digits
   * @param witnesses how many decide
   */
  record ProvedNetwork(String id, String suffix, long epoch, int witnesses) {}
}
