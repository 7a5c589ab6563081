package org.pando.resolver.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.pando.registry.Network;

/** Tests with two registries: that of a network's founder, and that of a guest who has joined. */
abstract class HostAndGuest {
  @TempDir private Path folder;
  TestRegistry host = unset();
  TestRegistry guest = unset();
  Network network = unset();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // set before each test
  static <T> T unset() {
    return null;
  }

  @BeforeEach
  final void openBoth() throws Exception {
    host = new TestRegistry(folder.resolve("host"));
    guest = new TestRegistry(folder.resolve("guest"));
    network = host.home();
    assertEquals(network, guest.join(host.invite(network), List.of()));
  }

  @AfterEach
  final void closeBoth() throws Exception {
    host.close();
    guest.close();
  }
}
