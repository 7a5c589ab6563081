package org.pando.registry.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pando.registry.RegistryException;

class UpkeepTest {
  private static final int NAMES = 25;

  @TempDir private Path directory;

  @Test
  void otherWorkComesBetweenOnceTenNamesAreLookedAfter() throws Exception {
    TestNode node = new TestNode(new FailingDisk(), directory);
    List<String> names = register(node);
    node.pass(Duration.ofDays(310));
    List<String> renewed = new ArrayList<>();
    Upkeep.Step step = node.registrar().upkeep(Upkeep.Place.BEGIN);
    for (int expected : new int[] {10, 10, 5}) {
      assertEquals(expected, step.renewed().size());
      renewed.addAll(step.renewed());
      step = node.registrar().upkeep(Objects.requireNonNull(step.next()));
    }
    assertTrue(step.renewed().isEmpty());
    assertNull(step.next());
    assertEquals(names, renewed);
    node.close();
  }

  private static List<String> register(TestNode node) throws RegistryException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < NAMES; i++) {
      String name = "n%02d".formatted(i);
      Progress _ =
          node.registrar().register(node.home(), name, TestNode.zone(i), Optional.empty(), false);
      names.add(name + ".home.alt");
    }
    return names;
  }
}
