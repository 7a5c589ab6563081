package org.pando.gossip.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pando.gossip.pubsub.Priority;

class OutboxTest {
  private final Outbox<byte[]> outbox = new Outbox<>(10, frame -> frame.length);

  private boolean offer(int size, int mark, Priority priority) {
    byte[] frame = new byte[size];
    frame[0] = (byte) mark;
    return outbox.offer(frame, priority);
  }

  private int poll() {
    byte @Nullable [] frame = outbox.poll();
    return frame == null ? -1 : frame[0];
  }

  @Test
  void whatMattersMoreGoesFirstAndInOrder() {
    assertTrue(offer(1, 1, Priority.GOSSIP));
    assertTrue(offer(1, 2, Priority.FORWARD));
    assertTrue(offer(1, 3, Priority.CONTROL));
    assertTrue(offer(1, 4, Priority.OWN));
    assertTrue(offer(1, 5, Priority.CONTROL));
    assertEquals(3, poll());
    assertEquals(5, poll());
    assertEquals(4, poll());
    assertEquals(2, poll());
    assertEquals(1, poll());
    assertNull(outbox.poll());
    assertEquals(0, outbox.bytes());
  }

  @Test
  void whatMattersLessIsDroppedTheOldestFirst() {
    offer(4, 1, Priority.GOSSIP);
    offer(4, 2, Priority.FORWARD);
    offer(2, 3, Priority.FORWARD);
    assertTrue(offer(5, 4, Priority.OWN));
    assertEquals(2, outbox.takeDropped());
    assertEquals(0, outbox.takeDropped());
    assertEquals(7, outbox.bytes());
    assertEquals(4, poll());
    assertEquals(3, poll());
    assertEquals(-1, poll());
  }

  @Test
  void nothingIsDroppedForItsEqualsAndTheBoundHolds() {
    offer(8, 1, Priority.FORWARD);
    assertFalse(offer(3, 2, Priority.FORWARD));
    assertFalse(offer(3, 3, Priority.GOSSIP));
    assertEquals(2, outbox.takeDropped());
    assertEquals(8, outbox.bytes());
    assertFalse(offer(11, 4, Priority.CONTROL));
    assertEquals(0, outbox.bytes());
  }
}
