package org.pando.gossip.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pando.gossip.TopicHandler;
import org.pando.gossip.Verdict;
import org.pando.gossip.pubsub.Effect.Deliver;
import org.pando.gossip.pubsub.MessageId;

class DeliveriesTest {
  private final FakeNetwork network = new FakeNetwork();
  private final FakeHost host = network.host(1);
  private final Map<MessageId, Verdict> verdicts = new HashMap<>();
  private int relieved;
  private final Deliveries deliveries =
      new Deliveries(
          host,
          (id, verdict) -> assertEquals(null, verdicts.put(id, verdict), "one verdict each"),
          () -> relieved++);
  private final TopicHandler accepting = (payload, from) -> Verdict.ACCEPT;

  private MessageId add(int number, String topic, TopicHandler handler) {
    MessageId id = MessageId.of(new byte[] {(byte) number, (byte) (number >> 8)});
    deliveries.add(new Deliver(id, topic, new byte[] {1}, host.id()), handler);
    return id;
  }

  @Test
  void theVerdictIsTheHandlers() {
    MessageId rejected = add(1, "t", (payload, from) -> Verdict.REJECT);
    MessageId accepted = add(2, "t", accepting);
    network.settle();
    assertEquals(Verdict.REJECT, verdicts.get(rejected));
    assertEquals(Verdict.ACCEPT, verdicts.get(accepted));
    assertEquals(0, deliveries.running());
  }

  @Test
  void aHandlerThatThrowsIgnores() {
    MessageId id =
        add(
            1,
            "t",
            (payload, from) -> {
              throw new IllegalStateException("the handler's bug");
            });
    network.settle();
    assertEquals(Verdict.IGNORE, verdicts.get(id));
    assertEquals(0, deliveries.running());
  }

  @Test
  void theHandlerMayKeepAndChangeThePayload() {
    byte[] data = {1};
    MessageId id = MessageId.of(new byte[] {1});
    deliveries.add(
        new Deliver(id, "t", data, host.id()),
        (payload, from) -> {
          payload[0] = 9;
          return Verdict.ACCEPT;
        });
    assertEquals(1, data[0]);
  }

  @Test
  void queuesAreBoundedPerTopicAndInAllAndOverflowIsIgnored() {
    host.working = false;
    int running = Deliveries.MAX_RUNNING;
    int room = Deliveries.MAX_WAITING_OF_TOPIC;
    for (int i = 0; i < running + room; i++) {
      add(i, "t", accepting);
    }
    assertTrue(verdicts.isEmpty());
    assertEquals(running, host.work.size());
    assertTrue(deliveries.isBusy());
    MessageId overflow = add(20_000, "t", accepting);
    assertEquals(Verdict.IGNORE, verdicts.get(overflow));
    for (int i = 0; i < 20 * room; i++) {
      add(30_000 + i, "topic " + i % 20, accepting);
    }
    assertEquals(Deliveries.MAX_WAITING, deliveries.waiting());
    host.working = true;
    host.work();
    assertEquals(0, deliveries.waiting());
    assertEquals(0, deliveries.running());
    assertEquals(1, relieved);
    assertFalse(deliveries.isBusy());
    assertEquals(
        running + Deliveries.MAX_WAITING,
        verdicts.values().stream().filter(verdict -> verdict == Verdict.ACCEPT).count());
  }

  @Test
  void whatTakesTooLongIsIgnoredAndItsLateVerdictToo() {
    host.working = false;
    List<MessageId> ids = new ArrayList<>();
    for (int i = 0; i < Deliveries.MAX_RUNNING + 5; i++) {
      ids.add(add(i, "t", accepting));
    }
    network.run(Deliveries.TIME_LIMIT.minus(Duration.ofNanos(1)));
    deliveries.onHeartbeat();
    assertTrue(verdicts.isEmpty());
    network.run(Duration.ofNanos(1));
    deliveries.onHeartbeat();
    ids.forEach(id -> assertEquals(Verdict.IGNORE, verdicts.get(id)));
    assertEquals(0, deliveries.waiting());
    host.working = true;
    host.work();
    assertEquals(0, deliveries.running());
    assertEquals(0, deliveries.waiting());
    MessageId next = add(9_000, "t", accepting);
    network.settle();
    assertEquals(Verdict.ACCEPT, verdicts.get(next));
  }

  @Test
  void withoutWorkersMessagesAreIgnored() {
    host.stopped = true;
    MessageId id = add(1, "t", accepting);
    network.settle();
    assertEquals(Verdict.IGNORE, verdicts.get(id));
    assertEquals(0, deliveries.running());
  }
}
