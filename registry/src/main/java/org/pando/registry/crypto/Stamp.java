package org.pando.registry.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;

/** Proof of work for a subject (section 11): Argon2id (RFC 9106) with 1 MiB and one pass. */
public final class Stamp {
  /** How many bytes a stamp has. */
  public static final int LENGTH = 8;

  private static final int HASH_LENGTH = 32;
  private static final int MEMORY_KIB = 1024;
  private static final Bytes SALT =
      Bytes.of("PANDO1/stamp-v1!".getBytes(StandardCharsets.US_ASCII));

  private Stamp() {}

  /**
   * Work to be done: a stamp to be found.
   *
   * @param bits how much it has to be worth; each bit doubles the work, of about 1.4 ms for none
   */
  public record Work(int bits, NetworkId network, Bytes subject) {
    /**
     * Finds a stamp; takes a whole processor meanwhile.
     *
     * @param start where to begin, best at random
     * @param goOn asked before each attempt; false ends the search
     * @return empty when it was ended
     */
    public Optional<Bytes> find(long start, BooleanSupplier goOn) {
      for (long number = start; goOn.getAsBoolean(); number++) {
        Bytes stamp = Bytes.of(ByteBuffer.allocate(LENGTH).putLong(number).array());
        if (isWorth(bits, network, subject, stamp)) {
          return Optional.of(stamp);
        }
      }
      return Optional.empty();
    }
  }

  /** Whether the stamp is worth at least that many bits. Costs about 1.4 ms and 1 MiB. */
  public static boolean isWorth(int bits, NetworkId network, Bytes subject, Bytes stamp) {
    return leadingZeros(hash(network, subject, stamp)) >= bits;
  }

  static Bytes hash(NetworkId network, Bytes subject, Bytes stamp) {
    byte[] payload = new byte[subject.length() + stamp.length()];
    subject.copyTo(0, payload, 0, subject.length());
    stamp.copyTo(0, payload, subject.length(), stamp.length());
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(MEMORY_KIB)
            .withIterations(1)
            .withParallelism(1)
            .withSalt(SALT.toArray())
            .build());
    byte[] hash = new byte[HASH_LENGTH];
    generator.generateBytes(Domain.message(HashKind.STAMP, network, Bytes.of(payload)), hash);
    return Bytes.of(hash);
  }

  private static int leadingZeros(Bytes hash) {
    int bits = 0;
    for (int i = 0; i < hash.length(); i++) {
      int zeros = Integer.numberOfLeadingZeros(hash.at(i)) - 24;
      bits += zeros;
      if (zeros < 8) {
        break;
      }
    }
    return bits;
  }
}
