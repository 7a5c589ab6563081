package org.pando.resolver.control;

import org.jspecify.annotations.Nullable;

/**
 * A key pair of this node, without its secret.
 *
 * @param label the word it is called by on this node
 * @param publicKey z-base-32
 * @param file where the secret lies
 * @param recoveryKey z-base-32 of the key that can take names back; null when none belongs to it
 * @param recoveryFile where the recovery secret lies; null when it is not on this node (any more)
 */
public record KeyInfo(
    String label,
    String publicKey,
    String file,
    @Nullable String recoveryKey,
    @Nullable String recoveryFile) {}
