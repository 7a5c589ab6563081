package org.pando.gossip.identify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.PeerId;
import org.pando.gossip.host.Host;
import org.pando.gossip.host.LoopStream;
import org.pando.gossip.host.StreamHandler;
import org.pando.gossip.identity.IdentifyMessage;
import org.pando.gossip.wire.LengthFrames;

/** Reads the identify message of one stream, to the stream's end. Owned by the gossip loop. */
final class MessageReader implements StreamHandler {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Hears how it went: read and not refused, refused, or failed. */
  interface Outcome {
    /**
     * @throws GossipException what is wrong with the message; {@link #refused} hears of it
     */
    void read(LoopStream stream, IdentifyMessage message) throws GossipException;

    /** What came was no message of this peer. */
    void refused(PeerId peer, GossipException why);

    /** No message came. */
    void failed(PeerId peer, GossipException why);
  }

  private final Outcome outcome;
  private final Deadline deadline;
  private final LengthFrames frames = new LengthFrames(IdentifyMessage.MAX_RECEIVED);
  private final List<byte[]> messages = new ArrayList<>();
  private boolean settled;

  MessageReader(Host host, Outcome outcome) {
    this.outcome = outcome;
    this.deadline = new Deadline(host, PATIENCE);
  }

  @Override
  public void opened(LoopStream stream) {
    deadline.start(stream);
  }

  @Override
  public void data(LoopStream stream, byte[] bytes) {
    try {
      messages.addAll(frames.receive(bytes));
      if (messages.size() > IdentifyMessage.MAX_MESSAGES) {
        throw GossipException.limit(
            "an identify message in more than " + IdentifyMessage.MAX_MESSAGES + " parts");
      }
      stream.consumed(bytes.length);
    } catch (GossipException e) {
      refuse(stream, e);
    }
  }

  @Override
  public void ended(LoopStream stream) {
    try {
      if (!frames.isEmpty()) {
        throw GossipException.malformed("an identify message ends inside a frame");
      }
      IdentifyMessage message = IdentifyMessage.decode(messages);
      outcome.read(stream, message);
      settled = true;
      stream.end();
    } catch (GossipException e) {
      refuse(stream, e);
    }
  }

  private void refuse(LoopStream stream, GossipException why) {
    if (!settled) {
      settled = true;
      stream.reset();
      outcome.refused(stream.peer(), why);
    }
  }

  @Override
  public void closed(LoopStream stream) {
    deadline.cancel();
    if (!settled) {
      GossipException why = stream.problem();
      outcome.failed(
          stream.peer(),
          why == null ? new GossipException(Kind.CLOSED, "the stream ended early") : why);
    }
  }
}
