package org.pando.gossip.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pando.gossip.GossipException;

/**
 * One session of the side that asks. It learns both what it lacks and what the other side lacks;
 * the other side learns nothing, and so asks in a session of its own. For one thread at a time.
 *
 * <p>A peer can lie, so a session has budgets: it ends as a failure when they are used up.
 */
public final class Reconciliation {
  private final RangeAnswers ranges;
  private final Budget budget;
  private int rounds;
  private long bytes;
  private int ids;

  /**
   * What a session may cost.
   *
   * @param rounds answers of the peer
   * @param bytes of the peer's answers together
   * @param ids that the peer may offer
   */
  public record Budget(int rounds, long bytes, int ids) {
    /** Of the registry specification, section 12. */
    public static final Budget DEFAULT = new Budget(16, 8 << 20, 50_000);
  }

  /**
   * What an answer told.
   *
   * @param have ids that the peer lacks; of a great many only the first
   * @param need ids that we lack
   * @param next what to send; empty when the session is over
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Round(List<byte[]> have, List<byte[]> need, byte[] next) {
    public Round {
      have = List.copyOf(have);
      need = List.copyOf(need);
    }

    /** Whether nothing is left to ask. */
    public boolean isLast() {
      return next.length == 0;
    }
  }

  /**
   * @param maxMessage of our messages, in bytes, at least 4096
   */
  public Reconciliation(Inventory inventory, int maxMessage, Budget budget) {
    this.ranges = new RangeAnswers(inventory, maxMessage);
    this.budget = budget;
  }

  /** The first message. */
  public byte[] begin() {
    return ranges.begin();
  }

  /**
   * Takes the peer's answer.
   *
   * @throws GossipException MALFORMED, PROTOCOL; LIMIT when the session's budget is used up
   */
  public Round onAnswer(byte[] answer) throws GossipException {
    rounds++;
    bytes += answer.length;
    if (rounds > budget.rounds() || bytes > budget.bytes()) {
      throw GossipException.limit(
          "reconciliation has not ended after "
              + (rounds - 1)
              + " answers and "
              + bytes
              + " bytes; the peer lies, or tells too little at a time");
    }
    Differences differences = new Differences(budget.ids());
    byte[] next = ranges.answer(answer, differences);
    ids += differences.need.size();
    if (ids > budget.ids()) {
      throw GossipException.limit("the peer offers more than " + budget.ids() + " entries");
    }
    return new Round(differences.have, differences.need, next.length == 1 ? new byte[0] : next);
  }

  /**
   * The answer of the side that is asked; it keeps nothing between messages.
   *
   * @param maxMessage of the answer, in bytes, at least 4096
   * @throws GossipException MALFORMED, PROTOCOL
   */
  public static byte[] answer(Inventory inventory, int maxMessage, byte[] message)
      throws GossipException {
    return new RangeAnswers(inventory, maxMessage).answer(message, null);
  }

  /** Collects what the two sides differ by. What it keeps follows from what the peer sent. */
  private static final class Differences implements RangeAnswers.Differences {
    private final int mostHave;
    private final List<byte[]> have = new ArrayList<>();
    private final List<byte[]> need = new ArrayList<>();

    Differences(int mostHave) {
      this.mostHave = mostHave;
    }

    /**
     * @param ours ids of a range, one behind the other
     * @param theirs of the same range
     */
    @Override
    public void compare(byte[] ours, byte[] theirs) {
      Set<Key> offered = keys(theirs);
      for (int at = 0; at < ours.length; at += Item.ID) {
        Key key = new Key(Arrays.copyOfRange(ours, at, at + Item.ID));
        if (!offered.remove(key) && have.size() < mostHave) {
          have.add(key.id);
        }
      }
      offered.forEach(key -> need.add(key.id));
    }

    /** In their order. */
    private static Set<Key> keys(byte[] ids) {
      Set<Key> keys = new LinkedHashSet<>();
      for (int at = 0; at < ids.length; at += Item.ID) {
        keys.add(new Key(Arrays.copyOfRange(ids, at, at + Item.ID)));
      }
      return keys;
    }
  }

  /** An id as a key. */
  private static final class Key {
    private final byte[] id;

    Key(byte[] id) {
      this.id = id;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that && Arrays.equals(id, that.id);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(id);
    }
  }
}
