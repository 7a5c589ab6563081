package org.pando.resolver.control;

import com.google.gson.annotations.SerializedName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a node.
 *
 * @param program the program's version
 * @param pid the process id
 * @param dataDirectory where keys and store lie
 * @param notSigning why the node does not sign as a witness, with the remedy; null when it does
 * @param unrenewed own names whose lease runs out because the node cannot renew them
 * @param offers own names that are offered to somebody
 */
public record StatusReport(
    String program,
    long pid,
    @SerializedName("uptimeMillis") Duration uptime,
    String dataDirectory,
    List<Listener> listeners,
    List<JoinedNetwork> networks,
    StoreState store,
    @Nullable String notSigning,
    List<Unrenewed> unrenewed,
    List<OpenOffer> offers,
    List<UpstreamState> upstreams,
    LocalState local,
    CacheState cache,
    Queries queries) {
  /**
   * A socket that answers DNS.
   *
   * @param address such as {@code 127.0.0.1:53} or {@code [::1]:53}
   * @param transports such as {@code udp}, {@code tcp}
   */
  public record Listener(String address, List<String> transports) {}

  /**
   * A network the node is a member of.
   *
   * @param suffix without the final dot
   * @param id 64 hexadecimal digits
   * @param witnesses how many witnesses it has
   * @param names how many names it holds, as far as they are loaded
   * @param loading whether names are still being loaded from the store; they are answered already
   * @param damaged how many of them are not served because their entry in the store is damaged
   * @param damagedNames the first of these, at most ten
   * @param sync how it stands with the other members; null when it is not shared
   */
  public record JoinedNetwork(
      String suffix,
      String id,
      int witnesses,
      long names,
      boolean loading,
      int damaged,
      List<String> damagedNames,
      @Nullable SyncState sync) {}

  /**
   * How the node stands with the other members of a network. With one member it is in sync when it
   * holds everything that this member said it holds; with the network, when it is so with every
   * member that is connected and keeps the rules, and one was heard from within the last hour.
   *
   * @param members how many members are connected and keep the rules
   * @param agreeing with how many of them it is in sync
   * @param behind how many names are known to be missing; null when that is not known
   * @param compared when the registries were compared as a whole last; null when never
   * @param heard when a member was heard from last; null when none was
   * @param heardFrom which one; empty when none was
   * @param progress of the first copy of the network; null when none is under way
   * @param problem what else keeps it from being in sync, and what to do; empty when nothing does
   * @param at when all this was so
   */
  public record SyncState(
      boolean inSync,
      int members,
      int agreeing,
      @Nullable Long behind,
      @Nullable Instant compared,
      @Nullable Instant heard,
      String heardFrom,
      @Nullable CopyProgress progress,
      String problem,
      Instant at) {}

  /**
   * How far a first copy of a network is.
   *
   * @param received names
   * @param of how many names the member says it has
   * @param from the member
   */
  public record CopyProgress(long received, long of, String from) {}

  /**
   * The store of all names.
   *
   * @param problem why it takes no changes, and what helps; null when it does
   * @param verified how many names the audit has verified in this round
   * @param allVerified when a round of the audit was complete last; null before that
   */
  public record StoreState(
      @Nullable String problem, long verified, @Nullable Instant allVerified) {}

  /**
   * A name that the node cannot renew by itself.
   *
   * @param name fully qualified, without the final dot
   * @param leaseUntil when its lease ends
   * @param daysLeft whole days until then, negative when it is over
   * @param reason with the remedy
   */
  public record Unrenewed(String name, Instant leaseUntil, long daysLeft, String reason) {}

  /**
   * One address of an upstream.
   *
   * @param operator its failure domain
   * @param address with port
   * @param transport such as {@code udp}
   * @param state one word such as {@code up}, {@code down}, {@code untried}
   */
  public record UpstreamState(String operator, String address, String transport, String state) {}

  /**
   * Names that are answered without asking anybody.
   *
   * @param records how many local records the configuration has
   * @param hosts how many names come from hosts files
   */
  public record LocalState(int records, int hosts) {}

  /**
   * The answer cache.
   *
   * @param bytes its estimated size
   */
  public record CacheState(long entries, long bytes) {}

  /**
   * What became of clients' questions since the node started; the keys are words joined by hyphens.
   *
   * @param connections TCP connections that are open now
   * @param received by transport
   * @param answered by the step of the ladder that gave the answer
   * @param failed how many no step could answer
   * @param refused by reason: a reply that is no answer
   * @param dropped by reason: no reply at all
   * @param rcodes answers by rcode
   * @param latency answers by how long they took
   */
  public record Queries(
      int connections,
      Map<String, Long> received,
      Map<String, Long> answered,
      long failed,
      Map<String, Long> refused,
      Map<String, Long> dropped,
      Map<String, Long> rcodes,
      Map<String, Long> latency) {}
}
