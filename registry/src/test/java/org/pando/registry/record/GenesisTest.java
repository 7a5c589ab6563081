package org.pando.registry.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.registry.Bytes;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.rule.InvalidException;

/** What a configuration, a genesis and the bundle of a key name must not be. */
final class GenesisTest {
  private static final Config GOOD = TestNetwork.config(0, null, 4);

  private static String refusal(Config config) {
    return assertThrows(InvalidException.class, () -> Config.decode(config.encode())).getMessage();
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 1", "4, 1, 3", "7, 2, 5", "10, 3, 7"})
  void quorums(int witnesses, int faults, int quorum) throws Exception {
    Config config = TestNetwork.config(0, null, witnesses);
    assertEquals(config, Config.decode(config.encode()));
    assertEquals(faults, config.faults());
    assertEquals(quorum, config.quorum());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, 5, 9, 11, 13})
  void otherNumbersOfWitnesses(int witnesses) {
    String message = refusal(TestNetwork.config(0, null, witnesses));
    assertEquals("(V2)", message.substring(message.length() - 4));
  }

  /** No key stands twice, be it once as a witness and once as a node. */
  @Test
  void keysAreDistinctOverBothColumns() {
    Witness first = GOOD.witnesses().getFirst();
    Witness second = GOOD.witnesses().get(1);
    for (Witness twin :
        List.of(
            new Witness(first.key(), second.node(), ""),
            new Witness(second.key(), first.node(), ""),
            new Witness(first.node(), second.node(), ""),
            new Witness(second.key(), second.key(), ""))) {
      List<Witness> witnesses =
          List.of(first, twin, GOOD.witnesses().get(2), GOOD.witnesses().get(3));
      assertEquals(
          "configuration, key 3: a key of witness 1 stands there before; all are distinct (V2)",
          refusal(new Config(0, null, witnesses, Terms.CLOSED)));
    }
  }

  @Test
  void everyEpochButTheFirstNamesTheConfigurationBefore() throws Exception {
    Bytes prev = TestKeys.hash("prev");
    String message =
        "configuration, key 2: the configuration before is named in every epoch but the first"
            + " (V2)";
    assertEquals(message, refusal(config(0, prev)));
    assertEquals(message.replace("key 2", "key 1"), refusal(config(1, null)));
    assertEquals(config(1, prev), Config.decode(config(1, prev).encode()));
  }

  private static Config config(long epoch, @Nullable Bytes prev) {
    return new Config(epoch, prev, GOOD.witnesses(), Terms.CLOSED);
  }

  @Test
  void termsHaveRanges() {
    for (Terms bad :
        List.of(
            new Terms(3601, 1, 1, 0, 1000),
            new Terms(0, 1, 1, 25, 1000),
            new Terms(0, 1, 1, 0, 99),
            new Terms(0, 1, 1, 0, 60_001))) {
      String message = refusal(new Config(0, null, GOOD.witnesses(), bad));
      assertEquals("(V2)", message.substring(message.length() - 4));
    }
  }

  @Test
  void aNetworkBeginsWithEpoch0() {
    Genesis genesis =
        new Genesis(new Suffix("home.alt"), TestNetwork.NONCE, 0, config(1, TestKeys.hash("prev")));
    assertEquals(
        "genesis, key 4: a configuration of epoch 1, it begins with 0 (V2)",
        assertThrows(InvalidException.class, () -> Genesis.decode(genesis.encode())).getMessage());
  }

  @Test
  void aKeyNameHasAZoneOrARevocation() {
    KeyBundle empty = new KeyBundle(TestKeys.OWNER.publicKey(), null, null, null);
    assertEquals(
        "bundle of a key name: neither a zone nor a revocation; it needs one (V2)",
        assertThrows(InvalidException.class, () -> Bundle.decode(empty.encode())).getMessage());
  }
}
