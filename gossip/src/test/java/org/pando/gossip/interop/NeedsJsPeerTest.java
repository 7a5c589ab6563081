package org.pando.gossip.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NeedsJsPeerTest {
  @Test
  void saysWhatIsMissingAndWhatToRun() {
    assertTrue(NeedsJsPeer.Condition.problem("", true).contains("install Node.js 20 or later"));
    assertTrue(NeedsJsPeer.Condition.problem("v18.20.4", true).contains("node is v18.20.4"));
    assertTrue(NeedsJsPeer.Condition.problem("no version", true).contains("node is no version"));
    assertTrue(
        NeedsJsPeer.Condition.problem("v20.0.0", false)
            .contains("npm ci in gossip/src/test/js-peer"));
  }

  @Test
  void nothingIsMissingWithNode20AndModules() {
    assertEquals("", NeedsJsPeer.Condition.problem("v20.20.2", true));
    assertEquals("", NeedsJsPeer.Condition.problem("v26.0.0", true));
  }
}
