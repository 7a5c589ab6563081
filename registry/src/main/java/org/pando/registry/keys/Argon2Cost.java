package org.pando.registry.keys;

import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.pando.registry.Bytes;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;

/**
 * What it costs to try one passphrase: the parameters of Argon2id (RFC 9106).
 *
 * @param memoryKib memory in KiB, at least 8 per lane and at most {@value #MAX_MEMORY_KIB}
 * @param passes 1 to {@value #MAX_PASSES}
 * @param lanes 1 to {@value #MAX_LANES}
 */
public record Argon2Cost(int memoryKib, int passes, int lanes) {
  /** The second recommendation of RFC 9106, section 4, on one lane: ours run one after another. */
  public static final Argon2Cost RECOMMENDED = new Argon2Cost(65_536, 3, 1);

  static final int MAX_MEMORY_KIB = 262_144;
  static final int MAX_PASSES = 10;
  static final int MAX_LANES = 4;
  private static final int MIN_MEMORY_PER_LANE = 8;
  private static final int KEY_LENGTH = 32;
  private static final int KIB = 1024;

  /**
   * @throws IllegalArgumentException when it is out of range
   */
  public Argon2Cost {
    if (!isAllowed(memoryKib, passes, lanes)) {
      throw new IllegalArgumentException(
          "Argon2id with " + memoryKib + " KiB, " + passes + " passes, " + lanes + " lanes");
    }
  }

  /** Whether a file may ask for it: a hostile one must not take all memory, or for ever. */
  static boolean isAllowed(int memoryKib, int passes, int lanes) {
    return lanes >= 1
        && lanes <= MAX_LANES
        && passes >= 1
        && passes <= MAX_PASSES
        && memoryKib >= MIN_MEMORY_PER_LANE * lanes
        && memoryKib <= MAX_MEMORY_KIB;
  }

  /**
   * The 32 octets of a passphrase, for the caller to overwrite after use. Takes the time and the
   * memory that this cost states.
   *
   * @throws RegistryException of kind STORE when there is too little memory
   */
  byte[] derive(Passphrase passphrase, Bytes salt) throws RegistryException {
    if (!fits(unused())) {
      // What nobody refers to counts as used until it is collected.
      System.gc();
      checkMemory(unused());
    }
    byte[] password = passphrase.toArray();
    try {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(memoryKib)
              .withIterations(passes)
              .withParallelism(lanes)
              .withSalt(salt.toArray())
              .build());
      byte[] key = new byte[KEY_LENGTH];
      generator.generateBytes(password, key);
      return key;
    } finally {
      Arrays.fill(password, (byte) 0);
    }
  }

  private static long unused() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
  }

  /** A quarter more than the blocks: their objects, and what else the process does meanwhile. */
  private boolean fits(long unused) {
    return unused / KIB >= memoryKib + memoryKib / 4;
  }

  /** To run out of memory would end the node. */
  void checkMemory(long unused) throws RegistryException {
    if (!fits(unused)) {
      throw new RegistryException(
          Kind.STORE,
          "a protected key needs "
              + memoryKib / KIB * 5 / 4
              + " MiB of memory to be opened, and the node may use only "
              + unused / KIB / KIB
              + " MiB more; start it with more: PANDO_JAVA_OPTS=-Xmx512m pando run");
    }
  }
}
