package org.pando.registry.figures;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.crypto.Domain;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.crypto.SigningKey;

/**
 * How fast one thread verifies: prints signatures per second, then public keys per second, both
 * medians, by the thread's CPU time. Argument: how many rounds of some half a second.
 */
public final class SignatureFigures {
  private static final int COUNT = 2000;

  private final PublicKey key;
  private final Bytes message;
  private final Bytes signature;

  private SignatureFigures() {
    byte[] seed = new byte[32];
    new Random(1).nextBytes(seed);
    SigningKey signing = SigningKey.ofSeed(Bytes.of(seed));
    NetworkId network = new NetworkId(Bytes.of(new byte[NetworkId.LENGTH]));
    Bytes payload = Bytes.of(new byte[115]);
    key = signing.publicKey();
    message = Domain.message(SignedKind.ZONE, network, payload);
    signature = signing.sign(SignedKind.ZONE, network, payload);
  }

  public static void main(String[] arguments) {
    int rounds = Integer.parseInt(arguments[0]);
    SignatureFigures figures = new SignatureFigures();
    System.out.printf(
        "%.0f %.0f%n", rate(rounds, figures::verify), rate(rounds, figures::validate));
  }

  private void verify() {
    if (!SignatureVerifier.PINNED.verify(key, message, signature)) {
      throw new IllegalStateException("a good signature is refused");
    }
  }

  private void validate() {
    if (!new PublicKey(key.bytes()).equals(key)) {
      throw new IllegalStateException("a key is not itself");
    }
  }

  private static double rate(int rounds, Runnable work) {
    double[] rates = new double[rounds];
    for (int round = -1; round < rounds; round++) { // the first one warms up
      long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      for (int i = 0; i < COUNT; i++) {
        work.run();
      }
      long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
      if (round >= 0) {
        rates[round] = COUNT / (nanos / 1e9);
      }
    }
    Arrays.sort(rates);
    return rates[rounds / 2];
  }
}
