package org.pando.resolver.control;

import org.jspecify.annotations.Nullable;

/**
 * A key pair of this node, without its secret.
 *
 * @param label the word it is called by on this node
 * @param publicKey z-base-32
 * @param file where the secret lies
 * @param hasPassphrase whether the secret is under a passphrase
 * @param recoveryKey z-base-32 of the key that can take names back; null when none belongs to it
 * @param recoveryFile where the recovery secret lies; null when it is not on this node (any more)
 */
public record KeyInfo(
    String label,
    Kind kind,
    String publicKey,
    String file,
    boolean hasPassphrase,
    @Nullable String recoveryKey,
    @Nullable String recoveryFile) {
  /** What a key is for. */
  public enum Kind {
    /** Owns names. */
    OWNER,
    /** Takes names back. */
    RECOVERY,
    /** Decides claims for a network. */
    WITNESS,
    /** Is the node to its peers. */
    NODE
  }
}
