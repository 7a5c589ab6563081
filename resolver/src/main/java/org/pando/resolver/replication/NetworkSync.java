package org.pando.resolver.replication;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How this node stands with the other members of a network.
 *
 * <p>With one member it is <i>in sync</i> when it holds everything that this member said it holds:
 * their last fingerprints were equal, or a session went to the end since they last differed. With
 * the network it is in sync when it is so with every member that is connected and keeps the rules,
 * there is one, and it was heard from within the last hour.
 *
 * @param inSync whether it is in sync with the network
 * @param members how many members are connected and keep the rules
 * @param agreeing with how many of them it is in sync
 * @param behind how many names are known to be missing here; null when that is not known
 * @param compared when a session with a member went to the end last; null when none has
 * @param heard when a member was heard from last; null when none was
 * @param heardFrom which one; empty when none was
 * @param progress of the first copy of the network; null when none is under way
 * @param problem what keeps it from being in sync beyond what the other values say, and what to do;
 *     empty when there is none
 */
public record NetworkSync(
    boolean inSync,
    int members,
    int agreeing,
    @Nullable Long behind,
    @Nullable Instant compared,
    @Nullable Instant heard,
    String heardFrom,
    @Nullable Progress progress,
    String problem) {
  /**
   * How far a first copy is.
   *
   * @param received names
   * @param of how many names the member says it has
   * @param from the member
   */
  public record Progress(long received, long of, String from) {}

  /** Of a network whose node of gossip does not run, because of a problem. */
  static NetworkSync apart(String problem) {
    return new NetworkSync(false, 0, 0, null, null, null, "", null, problem);
  }
}
