package org.pando.gossip.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.MessageStream;
import org.pando.gossip.Protocol;

/** Streams of messages between two hosts on loopback. */
@Timeout(60)
class LoopMessageStreamTest {
  private static final Protocol TALK =
      new Protocol("/test/talk/1", 100_000, Duration.ofSeconds(20), 8);
  private static final Protocol LONGER =
      new Protocol("/test/talk/1", 1_000_000, Duration.ofSeconds(20), 8);

  private final BlockingQueue<MessageStream> served = new LinkedBlockingQueue<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Node one = new Node(1);
  private final Node two = new Node(2);

  LoopMessageStreamTest() throws GossipException {}

  @BeforeEach
  void connect() throws Exception {
    two.requests.serve(
        TALK,
        stream -> {
          served.add(stream);
          over.await();
        });
    one.connect(two);
  }

  @AfterEach
  void close() {
    over.countDown();
    one.close();
    two.close();
  }

  private MessageStream other() throws InterruptedException {
    MessageStream stream = served.poll(20, TimeUnit.SECONDS);
    if (stream == null) {
      throw new AssertionError("no stream came");
    }
    return stream;
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  private static void assertThrown(Kind kind, String part, MessageStream from) {
    GossipException e = assertThrows(GossipException.class, from::receive);
    assertEquals(kind, e.kind(), e.toString());
    assertTrue(String.valueOf(e.getMessage()).contains(part), e.toString());
  }

  @Test
  void messagesArriveInOrderThenTheEndAndTheOtherSideMayGoOn() throws Exception {
    MessageStream mine = one.requests.open(two.id(), TALK);
    MessageStream theirs = other();
    mine.send(text("a"));
    mine.send(new byte[0]);
    mine.send(text("b"));
    mine.end();
    assertArrayEquals(text("a"), theirs.receive());
    assertArrayEquals(new byte[0], theirs.receive());
    assertArrayEquals(text("b"), theirs.receive());
    assertNull(theirs.receive());
    assertNull(theirs.receive(), "the end stays the end");
    theirs.send(text("late"));
    assertArrayEquals(text("late"), mine.receive());
    assertThrows(IllegalStateException.class, () -> mine.send(text("behind the end")));
  }

  @Test
  void aMessageBeyondTheLimitIsNotSent() throws Exception {
    MessageStream mine = one.requests.open(two.id(), TALK);
    GossipException e = assertThrows(GossipException.class, () -> mine.send(new byte[100_001]));
    assertEquals(Kind.LIMIT, e.kind());
    mine.send(new byte[100_000]);
    assertEquals(100_000, Objects.requireNonNull(other().receive()).length);
  }

  @Test
  void aMessageBeyondTheLimitIsNotReceivedEither() throws Exception {
    MessageStream mine = one.requests.open(two.id(), LONGER);
    mine.send(text("fine"));
    MessageStream theirs = other();
    assertArrayEquals(text("fine"), theirs.receive());
    mine.send(new byte[100_001]);
    assertThrown(Kind.LIMIT, "100000", theirs);
    assertThrown(Kind.CLOSED, "reset", mine);
  }

  @Test
  void aReaderThatIsBehindHoldsTheWriterBackAndMemoryIsBounded() throws Exception {
    MessageStream mine = one.requests.open(two.id(), TALK);
    MessageStream theirs = other();
    BlockingQueue<Integer> sent = new LinkedBlockingQueue<>();
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 100; i++) {
                      mine.send(new byte[10_000]);
                      sent.add(i);
                    }
                    mine.end();
                  } catch (GossipException | InterruptedException e) {
                    sent.add(-1);
                  }
                });
    int count = 0;
    while (sent.poll(300, TimeUnit.MILLISECONDS) != null) {
      count++;
    }
    assertTrue(count >= 26 && count <= 36, "a window and 64 KiB, not " + count + " x 10 kB");
    for (int i = 0; i < 100; i++) {
      assertEquals(10_000, Objects.requireNonNull(theirs.receive()).length);
    }
    assertNull(theirs.receive());
    writer.join();
    assertTrue(!sent.contains(-1));
  }

  @Test
  void whatWasSentAndEndedArrivesAlthoughTheSenderClosesAtOnce() throws Exception {
    try (MessageStream mine = one.requests.open(two.id(), TALK)) {
      for (int i = 0; i < 3; i++) {
        mine.send(new byte[100_000]);
      }
      mine.end();
    }
    MessageStream theirs = other();
    for (int i = 0; i < 3; i++) {
      assertEquals(100_000, Objects.requireNonNull(theirs.receive()).length);
    }
    assertNull(theirs.receive());
  }

  @Test
  void closingAStreamThatIsNotEndedResetsIt() throws Exception {
    MessageStream mine = one.requests.open(two.id(), TALK);
    MessageStream theirs = other();
    mine.close();
    mine.close();
    assertThrown(Kind.CLOSED, "reset", theirs);
    assertThrown(Kind.CLOSED, "/test/talk/1", mine);
  }

  @Test
  void anInterruptedReaderIsInterruptedAndTheStreamLives() throws Exception {
    MessageStream mine = one.requests.open(two.id(), TALK);
    MessageStream theirs = other();
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    theirs.receive();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                  } catch (GossipException e) {
                    throw new AssertionError(e);
                  }
                });
    reader.interrupt();
    assertTrue(interrupted.await(20, TimeUnit.SECONDS));
    mine.send(text("still here"));
    assertArrayEquals(text("still here"), theirs.receive());
  }

  @Test
  void aWriterThatNobodyReadsTimesOut() throws Exception {
    Protocol hasty = new Protocol("/test/talk/1", 100_000, Duration.ofMillis(300), 8);
    MessageStream mine = one.requests.open(two.id(), hasty);
    GossipException e =
        assertThrows(
            GossipException.class,
            () -> {
              for (int i = 0; i < 100; i++) {
                mine.send(new byte[100_000]);
              }
            });
    assertEquals(Kind.TIMEOUT, e.kind());
  }

  @Test
  void whatEndsInsideAMessageIsMalformed() throws Exception {
    one.host.execute(
        () ->
            one.host.open(
                two.id(),
                List.of(TALK.id()),
                new Heard() {
                  @Override
                  public void opened(LoopStream stream) {
                    stream.write(new byte[] {5, 1, 2});
                    stream.end();
                  }
                }));
    assertThrown(Kind.MALFORMED, "inside a message", other());
  }
}
