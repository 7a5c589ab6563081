package org.pando.gossip.sync;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;

/**
 * What either side says to the ranges of a message: nothing to equal ones, fingerprints of their
 * parts or ids to different ones. The asking side turns lists of ids into differences; the other
 * side answers them with its own.
 */
final class RangeAnswers {
  private static final int BUCKETS = 16;

  /** Below this many items a range is sent as ids. */
  private static final int SMALL = 2 * BUCKETS;

  /** What a message may need behind its last range. */
  private static final int RESERVE = 200;

  private static final int MIN_MESSAGE = 4096;

  private final Inventory inventory;
  private final int maxMessage;

  RangeAnswers(Inventory inventory, int maxMessage) {
    if (maxMessage < MIN_MESSAGE) {
      throw new IllegalArgumentException("messages of " + maxMessage + " bytes; at least 4096");
    }
    this.inventory = inventory;
    this.maxMessage = maxMessage;
  }

  byte[] begin() {
    MessageWriter out = new MessageWriter();
    synchronized (inventory) {
      describe(0, inventory.size(), Bound.END, out);
    }
    return out.bytes();
  }

  /**
   * Answers a message.
   *
   * @param differences where the asking side collects them; null on the other side
   * @return a message; of one byte when there is nothing to say
   */
  byte[] answer(byte[] message, @Nullable Differences differences) throws GossipException {
    MessageReader in = new MessageReader(message);
    if (!in.isOurVersion()) {
      if (differences != null) {
        throw GossipException.protocol(
            "the peer speaks version " + message[0] + " of reconciliation, this node only 0x61");
      }
      return new MessageWriter().bytes();
    }
    synchronized (inventory) {
      return new Answering(in, differences).run();
    }
  }

  /** What the asking side does with ids of a range. */
  interface Differences {
    void compare(byte[] ours, byte[] theirs);
  }

  /** Writes a range of ours: its ids when they are few, else fingerprints of its parts. */
  private void describe(int lower, int upper, Bound end, MessageWriter out) {
    int count = upper - lower;
    if (count < SMALL) {
      out.ids(end, inventory.ids(lower, upper));
      return;
    }
    int at = lower;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      int next = at + count / BUCKETS + (bucket < count % BUCKETS ? 1 : 0);
      Bound bound =
          next == upper ? end : Bound.between(inventory.get(next - 1), inventory.get(next));
      out.fingerprint(bound, inventory.fingerprint(at, next));
      at = next;
    }
  }

  /** One message's answer. */
  private final class Answering {
    private final MessageReader in;
    private final @Nullable Differences differences;
    private final MessageWriter out = new MessageWriter();
    private Bound previous = new Bound(0, new byte[0]);
    private boolean skipped;

    /** Whether the range under way is in the message already. */
    private boolean listed;

    Answering(MessageReader in, @Nullable Differences differences) {
      this.in = in;
      this.differences = differences;
    }

    byte[] run() throws GossipException {
      int lower = 0;
      while (in.hasMore()) {
        Bound end = in.bound();
        int upper = Math.max(lower, inventory.indexOf(end));
        listed = false;
        switch (in.mode()) {
          case MessageWriter.SKIP -> skipped = true;
          case MessageWriter.FINGERPRINT -> onFingerprint(lower, upper, end, in.fingerprint());
          case MessageWriter.IDS -> upper = onIds(lower, upper, end, in.ids());
          default -> throw new IllegalStateException("an unknown kind of range was let through");
        }
        if (out.size() > maxMessage - RESERVE) {
          postpone(lower, upper);
          break;
        }
        out.keep();
        lower = upper;
        previous = end;
      }
      return out.bytes();
    }

    /** The message is full: one fingerprint stands for all that was not answered yet. */
    private void postpone(int lower, int upper) {
      int from = listed ? upper : lower;
      out.drop();
      out.fingerprint(Bound.END, inventory.fingerprint(from, inventory.size()));
    }

    private void onFingerprint(int lower, int upper, Bound end, byte[] theirs) {
      if (Arrays.equals(theirs, inventory.fingerprint(lower, upper))) {
        skipped = true;
      } else {
        closeSkipped();
        describe(lower, upper, end, out);
      }
    }

    /** Gives up to which item the range was dealt with. */
    private int onIds(int lower, int upper, Bound end, byte[] theirs) {
      if (differences != null) {
        differences.compare(inventory.ids(lower, upper), theirs);
        skipped = true;
        return upper;
      }
      closeSkipped();
      int fitting = Math.max(0, (maxMessage - RESERVE - out.size()) / Item.ID + 1);
      int last = Math.min(upper, lower + fitting);
      Bound bound = last == upper ? end : Bound.before(inventory.get(last));
      out.ids(bound, inventory.ids(lower, last));
      out.keep();
      listed = true;
      return last;
    }

    private void closeSkipped() {
      if (skipped) {
        skipped = false;
        out.skip(previous);
      }
    }
  }
}
