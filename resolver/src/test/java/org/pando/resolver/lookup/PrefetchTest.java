package org.pando.resolver.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pando.resolver.lookup.StaleScene.MAX_AGE;
import static org.pando.resolver.lookup.StaleScene.address;
import static org.pando.resolver.lookup.StaleScene.failure;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Step;

class PrefetchTest {
  private static final String NAME = "www.example.com.";

  private final StaleScene scene = new StaleScene();

  /** Looked up, asked so often, and so long ago. */
  private void asked(int times, Duration ago, long ttl) throws Exception {
    scene.serversSay(address(NAME, 1, ttl)).ask(NAME);
    for (int i = 0; i < times; i++) {
      assertEquals(Step.CACHE, scene.ask(NAME).step());
    }
    scene.pass(ago).serversSay(address(NAME, 2, ttl));
    scene.lookups = 0;
  }

  @Test
  void aHotNameIsLookedUpAgainInTheLastTenthOfItsTime() throws Exception {
    asked(2, Duration.ofSeconds(89), 100);
    scene.ask(NAME);
    scene.endLookups();
    assertEquals(0, scene.lookups, "before the last tenth");
    scene.pass(Duration.ofSeconds(1));
    assertEquals(List.of("10 A 192.0.2.1"), scene.ask(NAME).records(), "nobody waits");
    scene.endLookups();
    assertEquals(1, scene.lookups);
    scene.pass(Duration.ofSeconds(50));
    assertEquals(List.of("50 A 192.0.2.2"), scene.ask(NAME).records());
    assertEquals(1, scene.lookups);
  }

  @Test
  void oneThatIsAskedSeldomIsNot() throws Exception {
    asked(1, Duration.ofSeconds(95), 100);
    scene.ask(NAME);
    scene.endLookups();
    assertEquals(0, scene.lookups);
    scene.ask(NAME);
    scene.endLookups();
    assertEquals(1, scene.lookups);
  }

  @Test
  void oneOfAFewSecondsIsNot() throws Exception {
    asked(5, Duration.ofSeconds(8), 9);
    scene.ask(NAME);
    scene.endLookups();
    assertEquals(0, scene.lookups);
  }

  @Test
  void onceHoweverOftenItIsAskedMeanwhile() throws Exception {
    asked(5, Duration.ofSeconds(95), 100);
    for (int i = 0; i < 10; i++) {
      scene.ask(NAME);
    }
    scene.endLookups();
    assertEquals(1, scene.lookups);
  }

  @Test
  void theAnswerStaysWhenTheLookupFails() throws Exception {
    asked(5, Duration.ofSeconds(95), 100);
    scene.serversFail(failure(Failure.SERVER_FAILURE)).ask(NAME);
    scene.endLookups();
    assertEquals(1, scene.lookups);
    assertEquals(List.of("5 A 192.0.2.1"), scene.ask(NAME).records());
    scene.pass(Duration.ofSeconds(5));
    assertEquals(Step.STALE, scene.ask(NAME).step(), "the failure hides what is stale");
  }

  @Test
  void anAnswerThatIsOverIsSharedWithTheLookupThatGoesOn() throws Exception {
    asked(5, Duration.ofSeconds(95), 100);
    scene.ask(NAME);
    scene.pass(Duration.ofSeconds(5)).endLookups();
    assertEquals(List.of("100 A 192.0.2.2"), scene.ask(NAME).records());
    assertEquals(1, scene.lookups);
  }

  @Test
  void onlySoManyAtATime() throws Exception {
    StaleScene scene = new StaleScene(name -> false, MAX_AGE, 2);
    List<String> names = List.of("a.example.", "b.example.", "c.example.");
    for (int i = 0; i < 4; i++) {
      for (String name : names) {
        scene.serversSay(address(name, 1, 100)).ask(name);
      }
    }
    scene.pass(Duration.ofSeconds(95)).lookups = 0;
    for (String name : names) {
      scene.ask(name);
    }
    scene.endLookups();
    assertEquals(2, scene.lookups);
    scene.ask("c.example.");
    scene.endLookups();
    assertEquals(2, scene.lookups, "it had its chance");
  }

  @Test
  void lookupsThatEndedLeaveTheirPlace() throws Exception {
    StaleScene scene = new StaleScene(name -> false, MAX_AGE, 1);
    for (String name : List.of("a.example.", "b.example.", "c.example.")) {
      for (int i = 0; i < 4; i++) {
        scene.serversSay(address(name, 1, 100)).ask(name);
      }
      scene.pass(Duration.ofSeconds(95)).serversFail(failure(Failure.TIMEOUT)).ask(name);
      scene.endLookups();
    }
    assertEquals(6, scene.lookups);
  }

  @Test
  void aNodeThatStopsLooksNothingUp() throws Exception {
    asked(5, Duration.ofSeconds(95), 100);
    scene.stopped = true;
    assertEquals(Step.CACHE, scene.ask(NAME).step());
  }
}
